package org.latent4j.backend.java.loops;

/**
 * Uniform floats from random words, by their bits: Java 17 does not vectorise the conversion of an
 * int. The upper 24 bits of a word do not fit the 23 bits of a mantissa, so the last goes alone.
 */
final class FloatUniform {
  private static final int ONE_BITS = 0x3f800000;

  private FloatUniform() {}

  /** Replaces words by the bits of 1 + (upper 23 bits) 2^-23, and writes those of 1 + bit / 2. */
  static void split(int[] words, int[] low, int n) {
    for (int i = 0; i < n; i++) {
      int word = words[i];
      words[i] = ONE_BITS | (word >>> 9);
      low[i] = ONE_BITS | ((word << 14) & 0x400000);
    }
  }

  /** The multiples of 2^-24 that the floats with those bits make up; exact. */
  static void join(float[] high, float[] low, int n) {
    for (int i = 0; i < n; i++) {
      high[i] = (high[i] - 1f) + (low[i] - 1f) * 0x1p-23f;
    }
  }
}
