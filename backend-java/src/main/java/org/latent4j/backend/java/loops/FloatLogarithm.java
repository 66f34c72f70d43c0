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
  private static final float SMALLEST_NORMAL = 0x1p-126f;

  // (2 atanh(s) - 2 s) / s^3 as a polynomial in s^2 on [0, 0.0295]: relative error 5e-12
  private static final float R0 = 0x1.555554p-1f;
  private static final float R1 = 0x1.999a7ap-2f;
  private static final float R2 = 0x1.2438d8p-2f;
  private static final float R3 = 0x1.e2f666p-3f;

  private FloatLogarithm() {}

  /** out = log x: -infinity at 0, NaN below. */
  static void log(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] mantissa = scratch.first;
    float[] exponent = scratch.second;
    float[] special = scratch.third;
    for (int i = 0; i < n; i++) {
      // 1 for a subnormal argument, which is scaled by 2^24 first, and 0 for others
      float subnormal = Math.min(1f, Math.max(0f, SMALLEST_NORMAL - x[i]) * 0x1p100f * 0x1p49f);
      mantissa[i] = x[i] * (1f + subnormal * 0x1.fffffep23f);
      out[i] = 24f * subnormal;
    }
    takeApart(mantissa, exponent, special, n, scratch);
    for (int i = 0; i < n; i++) {
      out[i] = special[i] + logarithm((exponent[i] - ROUND) - out[i], mantissa[i] - 1f);
    }
  }

  /**
   * out = log(1 + x), relatively accurate near 0: with u = 1 + x as rounded, log u + (x - (u - 1))
   * / u.
   */
  static void log1p(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] mantissa = scratch.first;
    float[] exponent = scratch.second;
    float[] special = scratch.third;
    float[] lost = scratch.fourth;
    for (int i = 0; i < n; i++) {
      mantissa[i] = 1f + x[i];
      // Below -1/2 the sum is exact; above 2^25 what was rounded away no longer matters.
      float bounded = Math.max(-0.5f, Math.min(0x1p25f, x[i]));
      float sum = 1f + bounded;
      lost[i] = (bounded - (sum - 1f)) / sum;
    }
    takeApart(mantissa, exponent, special, n, scratch);
    for (int i = 0; i < n; i++) {
      lost[i] += special[i] + logarithm(exponent[i] - ROUND, mantissa[i] - 1f);
    }
    for (int i = 0; i < n; i++) {
      // The bound log(1 + x) <= x gives back the sign of -0.
      out[i] = Math.min(lost[i], x[i]);
    }
  }

  /** k log 2 + log(1 + f). */
  private static float logarithm(float k, float f) {
    float s = f / (2f + f);
    float s2 = s * s;
    float half = 0.5f * f * f;
    float rest = s2 * (R0 + s2 * (R1 + s2 * (R2 + s2 * R3)));
    return k * LN2_HIGH - ((half - (s * (half + rest) + k * LN2_LOW)) - f);
  }

  /** Replaces m * 2^k in {@code values} by m, and writes ROUND + k and the special results. */
  private static void takeApart(
      float[] values, float[] exponent, float[] special, int n, FloatScratch scratch) {
    int[] bits = scratch.firstBits;
    int[] exponentBits = scratch.secondBits;
    int[] specialBits = scratch.thirdBits;
    scratch.toBits(values, bits, n);
    for (int i = 0; i < n; i++) {
      int b = bits[i];
      int k = (b - SQRT_HALF_BITS) >> 23;
      int magnitude = b & 0x7fffffff;
      int isZero = (magnitude - 1) >> 31;
      int isNegative = (b >> 31) & ~isZero;
      int isInfiniteOrNaN = (INFINITY_BITS - 1 - magnitude) >> 31;
      bits[i] = b - (k << 23);
      exponentBits[i] = ROUND_BITS + k;
      specialBits[i] =
          (isZero & NEGATIVE_INFINITY_BITS)
              | (isNegative & NAN_BITS)
              | (isInfiniteOrNaN & magnitude);
    }
    scratch.toFloats(bits, values, n);
    scratch.toFloats(exponentBits, exponent, n);
    scratch.toFloats(specialBits, special, n);
  }
}
