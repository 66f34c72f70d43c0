package org.latent4j.backend.java.loops;

/**
 * The exponential function and its relatives on floats, as loops that Java 17 vectorises.
 *
 * <p>All of them write x = n log 2 + r with an integer n. Adding 1.5 * 2^23 to a float rounds it to
 * an integer and leaves that integer in the low bits of the sum; shifted into the exponent's place
 * they are the float 2^n. The subtraction of n log 2 is exact to the last bit or so because log 2
 * is held in two pieces, the upper one short (W. J. Cody and W. Waite, Software Manual for the
 * Elementary Functions, 1980). A polynomial does the rest. Its coefficients are the minimax ones of
 * Remez' algorithm for the relative error.
 */
final class FloatExponential {
  /** 1.5 * 2^23: sums with it are rounded to integers. */
  private static final float ROUND = 0x1.8p23f;

  private static final float LOG2_E = 0x1.715476p0f;
  private static final float LN2_HIGH = 0x1.62e4p-1f;
  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** Below, e^x is under 2^-126 and becomes 0 (n = -127). */
  private static final float LOWEST = -88f;

  /** Above, e^x is infinite (n = 128). */
  private static final float HIGHEST = 89f;

  /** The exponent of 1 in the format of a float. */
  private static final int BIAS = 127 << 23;

  // (e^r - 1 - r) / r^2 on [0, log 2]: relative error of e^r 3e-9
  private static final float E0 = 0x1.00004cp-1f;
  private static final float E1 = 0x1.55431cp-3f;
  private static final float E2 = 0x1.56e062p-5f;
  private static final float E3 = 0x1.01d454p-7f;
  private static final float E4 = 0x1.f55cc6p-10f;

  // (e^r - 1 - r) / r^2 on [-log 2 / 2, log 2 / 2]: relative error of e^r - 1 1.3e-8
  private static final float M0 = 0x1.fffffep-2f;
  private static final float M1 = 0x1.5554bp-3f;
  private static final float M2 = 0x1.555674p-5f;
  private static final float M3 = 0x1.1227f6p-7f;
  private static final float M4 = 0x1.6bebeap-10f;

  // (2 atanh(s) - 2 s) / s^3 as a polynomial in s^2 on [0, 1/9]: relative error of the sum 5e-9
  private static final float L0 = 0x1.5555p-1f;
  private static final float L1 = 0x1.99d27cp-2f;
  private static final float L2 = 0x1.1eb612p-2f;
  private static final float L3 = 0x1.1ef87p-2f;

  private FloatExponential() {}

  /** out = e^x: at most 1e-7 relative error; 0 where the result is below 2^-126. */
  static void exp(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] power = scratch.first;
    reduce(x, 1f, out, power, n);
    toPowersOfTwo(power, n, scratch);
    for (int i = 0; i < n; i++) {
      out[i] *= power[i];
    }
  }

  /** out = 1 / (1 + e^-x): relatively accurate in both tails. */
  static void sigmoid(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] power = scratch.first;
    reduce(x, -1f, out, power, n);
    toPowersOfTwo(power, n, scratch);
    for (int i = 0; i < n; i++) {
      out[i] = 1f / (1f + out[i] * power[i]);
    }
  }

  /** out = log(1 + e^x) = max(x, 0) + log(1 + e^-|x|). */
  static void softplus(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] power = scratch.first;
    float[] mantissa = scratch.second;
    float[] negative = scratch.third;
    for (int i = 0; i < n; i++) {
      negative[i] = -Math.abs(x[i]);
    }
    reduce(negative, 1f, mantissa, power, n);
    toPowersOfTwo(power, n, scratch);
    for (int i = 0; i < n; i++) {
      // log(1 + z) = 2 atanh(s) with s = z / (2 + z)
      float z = mantissa[i] * power[i];
      float s = z / (2f + z);
      float s2 = s * s;
      float rest = s2 * (L0 + s2 * (L1 + s2 * (L2 + s2 * L3)));
      out[i] = Math.max(x[i], 0f) + (s + s + s * rest);
    }
  }

  /** out = e^x - 1, relatively accurate near 0. */
  static void expm1(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] half = scratch.first;
    reduceToNearest(x, 1f, HIGHEST, out, half, n, scratch);
    for (int i = 0; i < n; i++) {
      // 2^n (p + 1) - 1 in an order that neither cancels nor overflows too early
      out[i] = 2f * (half[i] * out[i] - (0.5f - half[i]));
    }
  }

  /** out = (e^2x - 1) / (e^2x + 1), relatively accurate near 0. */
  static void tanh(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] half = scratch.first;
    reduceToNearest(x, 2f, 20f, out, half, n, scratch);
    for (int i = 0; i < n; i++) {
      float halfOfExpm1 = half[i] * out[i] - (0.5f - half[i]);
      out[i] = halfOfExpm1 / (halfOfExpm1 + 1f);
    }
  }

  /** y = sign x = n log 2 + r with r in [0, log 2): mantissa = e^r, power = ROUND + n. */
  private static void reduce(float[] x, float sign, float[] mantissa, float[] power, int n) {
    for (int i = 0; i < n; i++) {
      float y = Math.max(LOWEST, Math.min(HIGHEST, sign * x[i]));
      float rounded = (y * LOG2_E - 0.5f) + ROUND;
      float k = rounded - ROUND;
      float r = (y - k * LN2_HIGH) - k * LN2_LOW;
      float q = E0 + r * (E1 + r * (E2 + r * (E3 + r * E4)));
      mantissa[i] = 1f + (r + r * r * q);
      power[i] = rounded;
    }
  }

  /** Turns ROUND + n into 2^n; n = -127 gives 0 and n = 128 gives infinity. */
  private static void toPowersOfTwo(float[] power, int n, FloatScratch scratch) {
    int[] bits = scratch.firstBits;
    scratch.toBits(power, bits, n);
    for (int i = 0; i < n; i++) {
      bits[i] = (bits[i] << 23) + BIAS;
    }
    scratch.toFloats(bits, power, n);
  }

  /** y = factor x = n log 2 + r with |r| <= log 2 / 2: rest = e^r - 1, half = 2^(n - 1). */
  private static void reduceToNearest(
      float[] x, float factor, float highest, float[] rest, float[] half, int n, FloatScratch s) {
    for (int i = 0; i < n; i++) {
      // e^-30 - 1 is -1, and so is every value below
      float y = Math.max(-30f, Math.min(highest, factor * x[i]));
      float rounded = y * LOG2_E + ROUND;
      float k = rounded - ROUND;
      float r = (y - k * LN2_HIGH) - k * LN2_LOW;
      float q = M0 + r * (M1 + r * (M2 + r * (M3 + r * M4)));
      rest[i] = r * (1f + r * q); // so that -0 stays -0
      half[i] = rounded;
    }
    int[] bits = s.firstBits;
    s.toBits(half, bits, n);
    for (int i = 0; i < n; i++) {
      bits[i] = (bits[i] << 23) + (BIAS - (1 << 23));
    }
    s.toFloats(bits, half, n);
  }
}
