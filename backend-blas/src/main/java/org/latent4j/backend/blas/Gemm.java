package org.latent4j.backend.blas;

import org.jblas.NativeBlas;

/** jblas's matrix product, for matrices that lie row by row. */
final class Gemm {
  private Gemm() {}

  /**
   * Computes C = alpha A B + beta C; if beta is 0, C is not read.
   *
   * @param m rows of A and C
   * @param n columns of B and C
   * @param k columns of A, rows of B
   * @param c the array that C fills row by row, of floats or of doubles as those of the factors
   */
  static void run(int m, int n, int k, double alpha, Factor a, Factor b, double beta, Object c) {
    // jblas counts by columns: the transposed C is the product of the transposed B and A.
    if (c instanceof float[] floats) {
      NativeBlas.sgemm(
          b.order(),
          a.order(),
          n,
          m,
          k,
          (float) alpha,
          (float[]) b.array(),
          b.offset(),
          b.leading(),
          (float[]) a.array(),
          a.offset(),
          a.leading(),
          (float) beta,
          floats,
          0,
          n);
    } else {
      NativeBlas.dgemm(
          b.order(),
          a.order(),
          n,
          m,
          k,
          alpha,
          (double[]) b.array(),
          b.offset(),
          b.leading(),
          (double[]) a.array(),
          a.offset(),
          a.leading(),
          beta,
          (double[]) c,
          0,
          n);
    }
  }
}
