package org.latent4j.backend.java.loops;

/**
 * The exponential function and its relatives on floats, as loops that Java 17 vectorises.
 *
 * <p>All of them write x = n log 2 + r with an integer n. Adding 1.5 * 2^23 to a float rounds it to
 * an integer and leaves that integer in the low bits of the sum; shifted into the exponent's place
 * they are the float 2^n. The subtraction of n log 2 is exact to the last bit or so because log 2
 * is held in two pieces, the upper one short (W. J. Cody and W. Waite, Software Manual for the
 * Elementary Functions, 1980). A polynomial does the rest. Its coefficients are the minimax ones of
 * Remez' algorithm for the relative error; its terms are added in pairs, so that fewer of them wait
 * for each other.
 *
 * <p>Arguments are bounded first, and by their bits: {@link Math#min} of floats takes as long as
 * all of these integer operations together, because it has to care for NaN and -0.
 */
final class FloatExponential {
  /** 1.5 * 2^23: sums with it are rounded to integers. */
  private static final float ROUND = 0x1.8p23f;

  private static final int ROUND_BITS = 0x4b400000;
  private static final float LOG2_E = 0x1.715476p0f;
  private static final float LN2_HIGH = 0x1.62e4p-1f;
  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** The exponent of 1 in the format of a float. */
  private static final int BIAS = 127;

  private static final int SIGN_BIT = 0x80000000;
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int INFINITY_BITS = 0x7f800000;

  /** The bits of 89: e^89 is infinite (n = 128), and e^-89 is under 2^-126 and becomes 0. */
  private static final int BOUND = 0x42b20000;

  /** The bits of 10, whose hyperbolic tangent is 1. */
  private static final int TANH_BOUND = 0x41200000;

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
    float[] y = scratch.first;
    float[] power = scratch.second;
    bound(x, BOUND, 0, y, n);
    for (int i = 0; i < n; i++) {
      // n = floor(y / log 2) here, so that it is 128 only where the result is infinite
      float rounded = (y[i] * LOG2_E - 0.5f) + ROUND;
      float k = rounded - ROUND;
      float r = (y[i] - k * LN2_HIGH) - k * LN2_LOW;
      float r2 = r * r;
      out[i] = 1f + (r + r2 * ((E0 + r * E1) + r2 * ((E2 + r * E3) + r2 * E4)));
      power[i] = rounded;
    }
    toPowersOfTwo(power, BIAS, n);
    for (int i = 0; i < n; i++) {
      out[i] *= power[i];
    }
  }

  /** out = 1 / (1 + e^-x): relatively accurate in both tails. */
  static void sigmoid(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] power = scratch.second;
    bound(x, BOUND, SIGN_BIT, scratch.first, n);
    reduce(scratch.first, out, power, n);
    toPowersOfTwo(power, BIAS, n);
    for (int i = 0; i < n; i++) {
      out[i] = 1f / (1f + out[i] * power[i]);
    }
  }

  /** out = log(1 + e^x) = max(x, 0) + log(1 + e^-|x|). */
  static void softplus(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] y = scratch.first;
    float[] power = scratch.second;
    float[] positive = scratch.third;
    for (int i = 0; i < n; i++) {
      int bits = ArrayBits.get(x, i);
      int magnitude = bits & MAGNITUDE;
      int room = BOUND - magnitude;
      int isNaN = (INFINITY_BITS - magnitude) >> 31;
      ArrayBits.set(y, i, SIGN_BIT | (magnitude + (room & (room >> 31))) | isNaN);
      ArrayBits.set(positive, i, bits & ~(bits >> 31));
    }
    reduce(y, out, power, n);
    toPowersOfTwo(power, BIAS, n);
    for (int i = 0; i < n; i++) {
      // log(1 + z) = 2 atanh(s) with s = z / (2 + z)
      float z = out[i] * power[i];
      float s = z / (2f + z);
      float s2 = s * s;
      float rest = s2 * ((L0 + s2 * L1) + s2 * s2 * (L2 + s2 * L3));
      out[i] = positive[i] + (s + s + s * rest);
    }
  }

  /** out = e^x - 1, relatively accurate near 0. */
  static void expm1(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] half = scratch.second;
    bound(x, BOUND, 0, scratch.first, n);
    reduceLessOne(scratch.first, 1f, out, half, n);
    toPowersOfTwo(half, BIAS - 1, n);
    for (int i = 0; i < n; i++) {
      // 2^n (p + 1) - 1 in an order that neither cancels nor overflows too early
      out[i] = 2f * (half[i] * out[i] - (0.5f - half[i]));
    }
  }

  /** out = (e^2x - 1) / (e^2x + 1), relatively accurate near 0. */
  static void tanh(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] half = scratch.second;
    bound(x, TANH_BOUND, 0, scratch.first, n);
    reduceLessOne(scratch.first, 2f, out, half, n);
    toPowersOfTwo(half, BIAS - 1, n);
    for (int i = 0; i < n; i++) {
      float halfOfExpm1 = half[i] * out[i] - (0.5f - half[i]);
      out[i] = halfOfExpm1 / (halfOfExpm1 + 1f);
    }
  }

  /** y = x, with the bits in {@code flip} turned, but at most the bound in size; NaN stays NaN. */
  private static void bound(float[] x, int bound, int flip, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      int bits = ArrayBits.get(x, i);
      int magnitude = bits & MAGNITUDE;
      int room = bound - magnitude;
      int isNaN = (INFINITY_BITS - magnitude) >> 31;
      ArrayBits.set(y, i, ((bits ^ flip) + (room & (room >> 31))) | isNaN);
    }
  }

  /** y = n log 2 + r with |r| at most log 2 / 2: mantissa = e^r, power = ROUND + n. */
  private static void reduce(float[] y, float[] mantissa, float[] power, int n) {
    for (int i = 0; i < n; i++) {
      float rounded = y[i] * LOG2_E + ROUND;
      float k = rounded - ROUND;
      float r = (y[i] - k * LN2_HIGH) - k * LN2_LOW;
      float r2 = r * r;
      mantissa[i] = 1f + (r + r2 * ((M0 + r * M1) + r2 * ((M2 + r * M3) + r2 * M4)));
      power[i] = rounded;
    }
  }

  /** factor x = n log 2 + r with |r| at most log 2 / 2: rest = e^r - 1, power = ROUND + n. */
  private static void reduceLessOne(float[] x, float factor, float[] rest, float[] power, int n) {
    for (int i = 0; i < n; i++) {
      float y = factor * x[i];
      float rounded = y * LOG2_E + ROUND;
      float k = rounded - ROUND;
      float r = (y - k * LN2_HIGH) - k * LN2_LOW;
      float r2 = r * r;
      float q = (M0 + r * M1) + r2 * ((M2 + r * M3) + r2 * M4);
      rest[i] = r * (1f + r * q); // so that -0 stays -0
      power[i] = rounded;
    }
  }

  /** Turns ROUND + k into 2^(k + bias - BIAS); 0 for one below 2^-126, infinity for 2^128. */
  private static void toPowersOfTwo(float[] power, int bias, int n) {
    for (int i = 0; i < n; i++) {
      int exponent = ArrayBits.get(power, i) - (ROUND_BITS - bias);
      ArrayBits.set(power, i, (exponent & ~(exponent >> 31)) << 23);
    }
  }
}
