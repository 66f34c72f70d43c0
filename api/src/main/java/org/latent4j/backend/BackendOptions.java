package org.latent4j.backend;

import java.util.Objects;

/**
 * Settings of a backend that is being opened. Immutable.
 *
 * @param threads how many processor threads computations may use, at least 1
 * @param precision how exactly programs that train multiply FLOAT32 matrices, where the backend has
 *     a choice; {@link Precision#TF32} unless told otherwise
 */
public record BackendOptions(int threads, Precision precision) {
  /**
   * Checks the settings.
   *
   * @param threads at least 1
   * @param precision how exactly programs that train multiply FLOAT32 matrices
   * @throws IllegalArgumentException if there are less
   */
  public BackendOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "backend options: threads must be at least 1, but got " + threads);
    }
    Objects.requireNonNull(precision, "precision");
  }

  /**
   * Chooses the number of threads, and the default of everything else.
   *
   * @param threads at least 1
   * @throws IllegalArgumentException if there are less
   */
  public BackendOptions(int threads) {
    this(threads, Precision.TF32);
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
    return new BackendOptions(threads, precision);
  }

  /**
   * Returns these options with another precision of the products in programs that train.
   *
   * @param precision the precision
   * @return the options
   */
  public BackendOptions withPrecision(Precision precision) {
    return new BackendOptions(threads, precision);
  }
}
