package org.latent4j.op;

/** CUDA C source of the functions that the operations need and CUDA's own library lacks. */
public final class CudaHelpers {
  private static final String SOURCE =
      """
      // The derivative of log Gamma: reflection below -1/2, recurrence up to 10, asymptotic series.
      __device__ inline double latent4j_digamma(double x) {
        double result = 0;
        if (x < -0.5) {
          double fraction = x - rint(x);
          if (fraction == 0) return fraction / fraction;
          result = -3.141592653589793 / tan(3.141592653589793 * fraction);
          x = 1 - x;
        }
        for (; x < 10; x += 1) result -= 1 / x;
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = -3617.0 / 8160;
        series = series * square + 1.0 / 12;
        series = series * square - 691.0 / 32760;
        series = series * square + 1.0 / 132;
        series = series * square - 1.0 / 240;
        series = series * square + 1.0 / 252;
        series = series * square - 1.0 / 120;
        series = series * square + 1.0 / 12;
        return result + log(x) - 0.5 * inverse - square * series;
      }

      // In double precision, because the terms of the recurrence cancel near the zero at 1.4616.
      __device__ inline float latent4j_digammaf(float x) {
        return (float) latent4j_digamma((double) x);
      }
      """;

  private CudaHelpers() {}

  /**
   * Returns the functions, to stand before the first kernel that uses an operation's template.
   *
   * @return definitions of {@code __device__} functions, their names starting with {@code
   *     latent4j_}
   */
  public static String source() {
    return SOURCE;
  }
}
