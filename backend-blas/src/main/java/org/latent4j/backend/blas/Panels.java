package org.latent4j.backend.blas;

/**
 * Bands of the columns of B and C that are multiplied one after the other, so that what jblas and
 * Java copy of large matrices is still in the cache when it is needed.
 *
 * @param columns the columns of C
 * @param count how many panels
 */
record Panels(int columns, int count) {
  /** Elements of B and C in a panel: up to here whole products are faster. */
  private static final double ELEMENTS = 600_000;

  /** A is copied again for each panel: it should be small beside B and C. */
  private static final double SHARE = 4;

  /** Narrower panels let OpenBLAS wait for A. */
  private static final int NARROWEST = 128;

  /** Chooses the panels of a product with m rows, n columns and sums of k terms. */
  static Panels of(int m, int n, int k) {
    double elements = ((double) m + k) * n;
    if (SHARE * m * k > elements) {
      return new Panels(n, 1);
    }
    int most = Math.max(1, n / NARROWEST);
    return new Panels(n, (int) Math.min(most, Math.ceil(elements / ELEMENTS)));
  }

  /** Returns where a panel begins; the number of columns for one past the last. */
  int from(int panel) {
    return (int) ((long) columns * panel / count);
  }
}
