package org.latent4j.backend.java.loops;

/**
 * Uniform numbers from random words, by their bits: Java 17 does not vectorise the conversion of an
 * integer. The upper bits of a word fill a mantissa, and the one that does not fit goes alone.
 */
final class FloatUniform {
  private static final int ONE_BITS = 0x3f800000;

  /** The bits of 2^-24. */
  private static final int LOWEST_BITS = 0x33800000;

  private FloatUniform() {}

  /** out = (word &gt;&gt;&gt; 8) 2^-24; exact. */
  static void fromWords(int[] words, float[] out, int n, FloatScratch scratch) {
    float[] high = scratch.first;
    float[] low = scratch.second;
    for (int i = 0; i < n; i++) {
      int word = words[i];
      ArrayBits.set(high, i, ONE_BITS | (word >>> 9));
      ArrayBits.set(low, i, ((word << 23) >> 31) & LOWEST_BITS);
    }
    for (int i = 0; i < n; i++) {
      out[i] = (high[i] - 1f) + low[i];
    }
  }
}
