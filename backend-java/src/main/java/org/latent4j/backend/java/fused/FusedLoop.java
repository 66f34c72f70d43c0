package org.latent4j.backend.java.fused;

/** A loop over the elements of several arrays; {@link LoopFactory} makes them. Stateless. */
public abstract class FusedLoop {
  /** For generated classes. */
  protected FusedLoop() {}

  /**
   * Does the arithmetic of a {@link FusedRun} for the elements {@code 0 .. n - 1}.
   *
   * @param registers arrays of the run's type, each of at least n elements
   * @param scalars an array of the run's type
   * @param n how many elements
   */
  public abstract void run(Object[] registers, Object scalars, int n);
}
