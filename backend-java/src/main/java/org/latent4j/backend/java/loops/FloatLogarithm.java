package org.latent4j.backend.java.loops;

/**
 * Natural logarithms of floats, as loops that Java 17 vectorises.
 *
 * <p>x = 2^k m with m in [sqrt(1/2), sqrt(2)), taken apart in the bits; log m follows from f = m -
 * 1 and s = f / (2 + f) by log(1 + f) = f - f^2 / 2 + s (f^2 / 2 + R(s^2)), the form of fdlibm's
 * logarithm (Sun Microsystems, 1993), which keeps relative accuracy near x = 1.
 */
final class FloatLogarithm {
  private static final float LN2_HIGH = 0x1.62e4p-1f;
  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** 1.5 * 2^23; adding an integer to its bits adds it to its value. */
  private static final float ROUND = 0x1.8p23f;

  private static final int ROUND_BITS = 0x4b400000;
  private static final int SQRT_HALF_BITS = 0x3f3504f3;
  private static final int INFINITY_BITS = 0x7f800000;
  private static final int NAN_BITS = 0x7fc00000;
  private static final int NEGATIVE_INFINITY_BITS = 0xff800000;
  private static final int SMALLEST_NORMAL_BITS = 0x00800000;
  private static final int ONE_BITS = 0x3f800000;
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int SIGN_BIT = 0x80000000;

  // (2 atanh(s) - 2 s) / s^3 as a polynomial in s^2 on [0, 0.0295]: relative error 5e-12
  private static final float R0 = 0x1.555554p-1f;
  private static final float R1 = 0x1.999a7ap-2f;
  private static final float R2 = 0x1.2438d8p-2f;
  private static final float R3 = 0x1.e2f666p-3f;

  private FloatLogarithm() {}

  /** out = log x: -infinity at 0, NaN below. */
  static void log(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] scale = scratch.first;
    float[] values = scratch.second;
    for (int i = 0; i < n; i++) {
      // 2^24 for a subnormal argument, and 1 for others
      int isSubnormal = ((ArrayBits.get(x, i) & MAGNITUDE) - SMALLEST_NORMAL_BITS) >> 31;
      ArrayBits.set(scale, i, ONE_BITS + (isSubnormal & (24 << 23)));
    }
    for (int i = 0; i < n; i++) {
      values[i] = x[i] * scale[i];
    }
    logarithm(values, scale, scratch.zeros, out, n, scratch);
  }

  /**
   * out = log(1 + x), relatively accurate near 0: with u = 1 + x as rounded, log u + (x - (u - 1))
   * / u.
   */
  static void log1p(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] lost = scratch.first;
    float[] values = scratch.second;
    for (int i = 0; i < n; i++) {
      float sum = 1f + x[i];
      values[i] = sum;
      lost[i] = (x[i] - (sum - 1f)) / sum;
    }
    for (int i = 0; i < n; i++) {
      // NaN where the sum is 0, infinite or NaN, and the logarithm alone is right
      int bits = ArrayBits.get(lost, i);
      int isNumber = ~((INFINITY_BITS - (bits & MAGNITUDE)) >> 31);
      ArrayBits.set(lost, i, bits & isNumber);
    }
    float[] result = scratch.first;
    logarithm(values, scratch.ones, lost, result, n, scratch); // no sum is subnormal
    for (int i = 0; i < n; i++) {
      // -0 comes back to -0, and no other sign changes.
      ArrayBits.set(out, i, ArrayBits.get(result, i) | (ArrayBits.get(x, i) & SIGN_BIT));
    }
  }

  /**
   * out = log(values / scale) + term, with a scale of 1 or 2^24, and a term of 0 where a value is 0
   * or infinite.
   */
  private static void logarithm(
      float[] values, float[] scale, float[] term, float[] out, int n, FloatScratch scratch) {
    float[] mantissa = scratch.third;
    float[] exponent = scratch.fourth;
    float[] special = scratch.fifth;
    for (int i = 0; i < n; i++) {
      int bits = ArrayBits.get(values, i);
      int k = (bits - SQRT_HALF_BITS) >> 23;
      int scaledBy = (ArrayBits.get(scale, i) - ONE_BITS) >> 23;
      ArrayBits.set(mantissa, i, bits - (k << 23));
      ArrayBits.set(exponent, i, ROUND_BITS + k - scaledBy);
    }
    addends(values, term, special, n);
    for (int i = 0; i < n; i++) {
      float k = exponent[i] - ROUND;
      float f = mantissa[i] - 1f;
      float s = f / (2f + f);
      float s2 = s * s;
      float half = 0.5f * f * f;
      float rest = s2 * ((R0 + s2 * R1) + (s2 * s2) * (R2 + s2 * R3));
      out[i] = special[i] + (k * LN2_HIGH - ((half - (s * (half + rest) + k * LN2_LOW)) - f));
    }
  }

  /** What makes the results for 0, negative numbers, infinity and NaN, and the term for others. */
  private static void addends(float[] values, float[] term, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      int bits = ArrayBits.get(values, i);
      int magnitude = bits & MAGNITUDE;
      int isZero = (magnitude - 1) >> 31;
      int isNegative = (bits >> 31) & ~isZero;
      int isInfiniteOrNaN = (INFINITY_BITS - 1 - magnitude) >> 31;
      int special =
          (isZero & NEGATIVE_INFINITY_BITS)
              | (isNegative & NAN_BITS)
              | (isInfiniteOrNaN & magnitude);
      // The term is 0 beside these, or NaN stays NaN beside it.
      ArrayBits.set(out, i, special | ArrayBits.get(term, i));
    }
  }
}
