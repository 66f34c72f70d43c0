package org.latent4j.backend.blas;

/**
 * Bands of the columns of B and C that are multiplied one after the other, so that what jblas and
 * Java copy of large matrices is still in the cache when it is needed.
 */
final class Panels {
  /** Elements of B and C in a panel: up to here whole products are faster. */
  private static final double ELEMENTS = 600_000;

  /** A is copied again for each panel: it should be small beside B and C. */
  private static final double SHARE = 4;

  /** Narrower panels let OpenBLAS wait for A. */
  private static final int NARROWEST = 128;

  private Panels() {}

  /** Says how many panels a product with m rows, n columns and sums of k terms has. */
  static int count(int m, int n, int k) {
    double elements = ((double) m + k) * n;
    if (SHARE * m * k > elements) {
      return 1;
    }
    int most = Math.max(1, n / NARROWEST);
    return (int) Math.min(most, Math.ceil(elements / ELEMENTS));
  }

  /** Returns where one of {@code count} panels begins; n for one past the last. */
  static int from(int panel, int count, int n) {
    return (int) ((long) n * panel / count);
  }
}
