package org.latent4j.backend;

/**
 * Settings of a backend that is being opened. Immutable.
 *
 * @param threads how many processor threads computations may use, at least 1
 */
public record BackendOptions(int threads) {
  /**
   * Checks the settings.
   *
   * @param threads at least 1
   * @throws IllegalArgumentException if there are less
   */
  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "backend options: threads must be at least 1, but got " + threads);
    }
  }

  /**
   * Returns the default: as many threads as the JVM has processors.
   *
   * @return the options
   */
  public static BackendOptions defaults() {
    return new BackendOptions(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Returns these options with another number of threads.
   *
   * @param threads at least 1
   * @return the options
   */
  public BackendOptions withThreads(int threads) {
    return new BackendOptions(threads);
  }
}
