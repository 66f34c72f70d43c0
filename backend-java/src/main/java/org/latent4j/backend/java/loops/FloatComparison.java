package org.latent4j.backend.java.loops;

/**
 * Comparisons and selection on floats, 1 for true and 0 for false, by arithmetic on the bits.
 *
 * <p>Java 17 does not vectorise a conditional expression, and where it compiles one to a branch, an
 * unpredictable condition costs ten times as much as everything else in the loop.
 */
final class FloatComparison {
  private static final int ONE_BITS = 0x3f800000;
  private static final int INFINITY_BITS = 0x7f800000;

  private FloatComparison() {}

  /** out = a &lt; b. */
  static void less(float[] a, float[] b, float[] out, int n, FloatScratch scratch) {
    float[] difference = scratch.first;
    int[] bits = scratch.firstBits;
    for (int i = 0; i < n; i++) {
      // NaN for two equal infinities, which is as good as 0 here
      difference[i] = b[i] - a[i];
    }
    scratch.toBits(difference, bits, n);
    for (int i = 0; i < n; i++) {
      int d = bits[i];
      // negative unless the difference is positive and not NaN
      int isNotPositive = (d - 1) | (INFINITY_BITS - d);
      bits[i] = ~(isNotPositive >> 31) & ONE_BITS;
    }
    scratch.toFloats(bits, out, n);
  }

  /** out = a &lt;= b. */
  static void lessOrEqual(float[] a, float[] b, float[] out, int n, FloatScratch scratch) {
    int[] left = scratch.firstBits;
    int[] right = scratch.secondBits;
    bitsWithoutNegativeZero(a, left, n, scratch);
    bitsWithoutNegativeZero(b, right, n, scratch);
    for (int i = 0; i < n; i++) {
      // in this order of the bits as integers, floats are in their order too
      int p = left[i] ^ ((left[i] >> 31) & 0x7fffffff);
      int q = right[i] ^ ((right[i] >> 31) & 0x7fffffff);
      int isGreater = (q & ~p) | (~(q ^ p) & (q - p));
      int isNaN = isNaN(left[i]) | isNaN(right[i]);
      left[i] = ~((isGreater | isNaN) >> 31) & ONE_BITS;
    }
    scratch.toFloats(left, out, n);
  }

  /** out = a == b. */
  static void equal(float[] a, float[] b, float[] out, int n, FloatScratch scratch) {
    int[] left = scratch.firstBits;
    int[] right = scratch.secondBits;
    bitsWithoutNegativeZero(a, left, n, scratch);
    bitsWithoutNegativeZero(b, right, n, scratch);
    for (int i = 0; i < n; i++) {
      int difference = left[i] ^ right[i];
      int isDifferent = difference | -difference;
      left[i] = ~((isDifferent | isNaN(left[i])) >> 31) & ONE_BITS;
    }
    scratch.toFloats(left, out, n);
  }

  /** out = condition != 0 ? a : b; a condition of NaN is true. */
  static void where(
      float[] condition, float[] a, float[] b, float[] out, int n, FloatScratch scratch) {
    int[] mask = scratch.firstBits;
    int[] left = scratch.secondBits;
    int[] right = scratch.thirdBits;
    scratch.toBits(condition, mask, n);
    scratch.toBits(a, left, n);
    scratch.toBits(b, right, n);
    for (int i = 0; i < n; i++) {
      int magnitude = mask[i] & 0x7fffffff;
      int isTrue = -magnitude >> 31;
      mask[i] = (left[i] & isTrue) | (right[i] & ~isTrue);
    }
    scratch.toFloats(mask, out, n);
  }

  /**
   * out = u &lt; p, and NaN for a p of NaN. Because u is finite and p - u therefore has a sign, it
   * is enough to scale that difference until the smallest one is above 1, and to clamp.
   */
  static void bernoulli(float[] u, float[] p, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = Math.min(1f, Math.max(0f, p[i] - u[i]) * 0x1p126f * 0x1p126f);
    }
  }

  /** Negative exactly for the bits of a NaN. */
  private static int isNaN(int bits) {
    return INFINITY_BITS - (bits & 0x7fffffff);
  }

  private static void bitsWithoutNegativeZero(float[] x, int[] bits, int n, FloatScratch scratch) {
    float[] sum = scratch.first;
    for (int i = 0; i < n; i++) {
      sum[i] = x[i] + 0f;
    }
    scratch.toBits(sum, bits, n);
  }
}
