package org.latent4j.backend;

/**
 * A plan made ready to run, with the memory it needs. Used by one thread at a time.
 *
 * @see Backend#prepare
 */
public interface Executable extends AutoCloseable {
  /**
   * Runs the plan once: reads the inputs, computes every node, replaces the state. If a gather or
   * scatter-add refuses its indices, the state stays as it was.
   *
   * @param inputs one dense view per value of role INPUT, in their order; a view may start anywhere
   *     in its storage
   */
  void run(View[] inputs);

  /**
   * Runs the plan several times with the same inputs. A backend that can queue several runs at once
   * overrides this.
   *
   * @param inputs as for {@link #run(View[])}
   * @param times how often, at least 1
   */
  default void run(View[] inputs, int times) {
    for (int time = 0; time < times; time++) {
      run(inputs);
    }
  }

  /**
   * Returns an output of the last run.
   *
   * @param index which output of the plan
   * @return where it is; overwritten by the next run, freed by {@link #close()}
   */
  View output(int index);

  /** Frees the memory that the executable made; constants and state stay. Closing twice is fine. */
  @Override
  void close();
}
