package org.latent4j.backend.java.loops;

/** Uniform doubles from pairs of random words, in the way of {@link FloatUniform}. */
final class DoubleUniform {
  private static final long ONE_BITS = 0x3ff0000000000000L;

  /** The bits of 2^-53. */
  private static final long LOWEST_BITS = 0x3ca0000000000000L;

  private DoubleUniform() {}

  /** Returns the bits of 1 + (upper 52 bits) 2^-52. */
  static long high(long word) {
    return ONE_BITS | (word >>> 12);
  }

  /** Returns the bits of 2^-53 or of 0, by the bit below. */
  static long low(long word) {
    return ((word << 52) >> 63) & LOWEST_BITS;
  }

  /** The multiples of 2^-53 that the doubles with those bits make up; exact. */
  static void join(double[] high, double[] low, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = (high[i] - 1) + low[i];
    }
  }
}
