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
  private static final int NAN_BITS = 0x7fc00000;
  private static final int MAGNITUDE = 0x7fffffff;

  private FloatComparison() {}

  /** out = a &lt; b. */
  static void less(float[] a, float[] b, float[] out, int n, FloatScratch scratch) {
    float[] difference = scratch.first;
    for (int i = 0; i < n; i++) {
      // NaN for two equal infinities, which is as good as 0 here
      difference[i] = b[i] - a[i];
    }
    for (int i = 0; i < n; i++) {
      int d = ArrayBits.get(difference, i);
      // negative unless the difference is positive and not NaN
      int isNotPositive = (d - 1) | (INFINITY_BITS - d);
      ArrayBits.set(out, i, ~(isNotPositive >> 31) & ONE_BITS);
    }
  }

  /** out = a &lt;= b. */
  static void lessOrEqual(float[] a, float[] b, float[] out, int n, FloatScratch scratch) {
    float[] difference = scratch.first;
    for (int i = 0; i < n; i++) {
      // never -0; NaN for two equal infinities, which are looked for below
      difference[i] = (b[i] - a[i]) + 0f;
    }
    for (int i = 0; i < n; i++) {
      int d = ArrayBits.get(difference, i);
      int left = ArrayBits.get(a, i);
      int isNegativeOrNaN = d | (INFINITY_BITS - d);
      int isFalse = isNegativeOrNaN & (isOther(left, ArrayBits.get(b, i)) | isNaN(left));
      ArrayBits.set(out, i, ~(isFalse >> 31) & ONE_BITS);
    }
  }

  /** out = a == b: the same bits and not NaN, or two zeros. */
  static void equal(float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      int left = ArrayBits.get(a, i);
      int right = ArrayBits.get(b, i);
      int isAnyNonzero = -((left | right) & MAGNITUDE);
      int isFalse = isAnyNonzero & (isOther(left, right) | isNaN(left));
      ArrayBits.set(out, i, ~(isFalse >> 31) & ONE_BITS);
    }
  }

  /** out = condition != 0 ? a : b; a condition of NaN is true. */
  static void where(float[] condition, float[] a, float[] b, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      int isTrue = -(ArrayBits.get(condition, i) & MAGNITUDE) >> 31;
      ArrayBits.set(out, i, (ArrayBits.get(a, i) & isTrue) | (ArrayBits.get(b, i) & ~isTrue));
    }
  }

  /**
   * out = u &lt; p, and NaN for a p of NaN. Because u is finite, u - p has a sign, which is all
   * that is needed.
   */
  static void bernoulli(float[] u, float[] p, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = u[i] - p[i];
    }
    for (int i = 0; i < n; i++) {
      int d = ArrayBits.get(out, i);
      ArrayBits.set(out, i, ((d >> 31) & ONE_BITS) | ((isNaN(d) >> 31) & NAN_BITS));
    }
  }

  /** Negative exactly for the bits of a NaN. */
  private static int isNaN(int bits) {
    return INFINITY_BITS - (bits & MAGNITUDE);
  }

  /** Negative exactly for different numbers. */
  private static int isOther(int left, int right) {
    int difference = left ^ right;
    return difference | -difference;
  }
}
