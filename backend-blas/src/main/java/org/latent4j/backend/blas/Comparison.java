package org.latent4j.backend.blas;

import org.jblas.NativeBlas;

/**
 * Times the same product through jblas and straight in OpenBLAS, to see whether they are the same
 * code.
 */
final class Comparison {
  /**
   * Takes 1.2 ms where OpenBLAS knows the processor well, three times as long in jblas's own BLAS.
   */
  private static final int N = 384;

  private static final int ROUNDS = 6;
  private static final double TOLERANCE = 1.5;

  private Comparison() {}

  static boolean jblasIsAsFastAsOpenBlas() {
    float[] a = new float[N * N];
    float[] c = new float[N * N];
    long viaJblas = Long.MAX_VALUE;
    long straight = Long.MAX_VALUE;
    // The best of several rounds, taken in turns: other work on the machine slows both.
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      NativeBlas.sgemm('N', 'N', N, N, N, 1, a, 0, N, a, 0, N, 0, c, 0, N);
      long middle = System.nanoTime();
      OpenBlas.multiply(N, a, a, c);
      viaJblas = Math.min(viaJblas, middle - start);
      straight = Math.min(straight, System.nanoTime() - middle);
    }
    return viaJblas < TOLERANCE * straight;
  }
}
