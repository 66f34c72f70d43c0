package org.latent4j.backend.cuda;

import org.latent4j.backend.cuda.driver.ProductForm;

/**
 * A rough estimate of a command, made for a GPU of 2023 with the delay of a node in a graph. What
 * follows from it is only which commands run side by side, never a result.
 *
 * @param microseconds how long it takes
 * @param large whether it fills a GPU by itself
 */
record Cost(double microseconds, boolean large) {
  /** A kernel or a copy of little, mostly delay. */
  private static final double SMALL = 2;

  private static final double SMALL_PRODUCT = 3.5;

  /** Multiplications and additions in a microsecond. */
  private static final double RATE = 3e8;

  /** Bytes in a microsecond. */
  private static final double BANDWIDTH = 3e6;

  /** Threads of a launch that take all multiprocessors. */
  private static final long MANY_THREADS = 1 << 18;

  /** Elements of a product that do: 64 tiles of 128 x 128. */
  private static final long MANY_RESULTS = 1 << 20;

  /** Bytes of a copy that take much of the bandwidth. */
  private static final long MANY_BYTES = 1 << 22;

  /** Whether a product leaves room on a GPU for another one. */
  static boolean isSmallProduct(long results) {
    return results <= MANY_RESULTS;
  }

  static Cost ofLaunch(int blocks, int threads) {
    boolean large = (long) blocks * threads > MANY_THREADS;
    return new Cost(large ? 10 * SMALL : SMALL, large);
  }

  static Cost ofBytes(long bytes) {
    return new Cost(SMALL + bytes / BANDWIDTH, bytes > MANY_BYTES);
  }

  static Cost ofProduct(ProductForm form) {
    long results = (long) form.rows() * form.columns() * form.batch();
    return new Cost(SMALL_PRODUCT + 2.0 * results * form.inner() / RATE, !isSmallProduct(results));
  }
}
