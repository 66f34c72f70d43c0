package org.latent4j.backend.java.host;

import org.latent4j.backend.java.product.Product;

/** How a matrix product C = A B is divided among threads. */
enum ProductCut {
  /** Bands of the rows of A and C; every thread reads all of B. */
  ROWS,
  /** Bands of the columns of B and C; every thread reads all of A. */
  COLUMNS,
  /**
   * Bands of the terms of the sums: columns of A, rows of B. Every thread makes a C of its own, and
   * these are added up.
   */
  TERMS;

  /** Terms per thread that are worth a C of its own. */
  private static final int ENOUGH_TERMS = 64;

  /** Rows per thread from which B is read often enough for each row of A. */
  private static final int ENOUGH_ROWS = 24;

  /**
   * Chooses the cut. Where B is much larger than A and C, as the weights are for a small batch, a
   * thread should meet the same rows of the weights' memory in every product of a step, so that
   * they stay in its cache: rows of B if it is read as it lies, columns if it is read transposed.
   * The same holds for weights that are accumulated to. {@code always} lets sums be divided however
   * short they are.
   */
  static ProductCut of(Product p, double beta, int parts, boolean dividesSums, boolean always) {
    double m = p.c().rows();
    double n = p.c().columns();
    double k = p.a().columns();
    if (beta != 0) {
      return m >= parts * ENOUGH_ROWS || m >= n ? ROWS : COLUMNS;
    }
    boolean weightsDominate = k * n >= 2 * m * (k + n);
    if (weightsDominate) {
      boolean asItLies = p.b().isRowMajor();
      boolean enough = k >= (always ? parts : parts * ENOUGH_TERMS);
      return asItLies && dividesSums && enough ? TERMS : COLUMNS;
    }
    return m >= parts * ENOUGH_ROWS || m >= n ? ROWS : COLUMNS;
  }
}
