package org.latent4j.backend.java.loops;

/**
 * Sine and cosine of floats, as loops that Java 17 vectorises.
 *
 * <p>x = n pi + r with |r| at most pi / 2 (for the cosine n is an integer and a half), pi in four
 * pieces of which the first three are so short that n times them is exact; then sin x = (-1)^n sin
 * r. Arguments beyond {@link #LIMIT}, infinities and NaN go through {@link Math}.
 */
final class FloatTrigonometry {
  /** Up to here n has at most 14 bits, and its products with pieces of 10 bits are exact. */
  private static final float LIMIT = 25_000f;

  private static final float ROUND = 0x1.8p23f;
  private static final float INVERSE_PI = 0x1.45f306p-2f;
  private static final float PI_1 = 0x1.92p1f;
  private static final float PI_2 = 0x1.fbp-11f;
  private static final float PI_3 = 0x1.51p-21f;
  private static final float PI_4 = 0x1.0b4612p-33f;
  private static final int LIMIT_BITS = 0x46c35000;
  private static final int MAGNITUDE = 0x7fffffff;

  // (sin r - r) / r^3 as a polynomial in r^2 on [0, (pi / 2)^2]: relative error of sin 6e-9
  private static final float S0 = -0x1.55554cp-3f;
  private static final float S1 = 0x1.110ed2p-7f;
  private static final float S2 = -0x1.9f6fa6p-13f;
  private static final float S3 = 0x1.5db8cap-19f;

  private FloatTrigonometry() {}

  static void sin(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] sine = scratch.second;
    sineOfRest(x, sine, scratch.first, n);
    turnSigns(sine, scratch.first, 0, n);
    if (!isAnyBeyondLimit(x, n)) {
      System.arraycopy(sine, 0, out, 0, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[i] = Math.abs(x[i]) <= LIMIT ? sine[i] : (float) Math.sin(x[i]);
    }
  }

  static void cos(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] sine = scratch.second;
    cosineOfRest(x, sine, scratch.first, n);
    // cos(n pi + pi / 2 + r) = -(-1)^n sin r
    turnSigns(sine, scratch.first, 1, n);
    if (!isAnyBeyondLimit(x, n)) {
      System.arraycopy(sine, 0, out, 0, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[i] = Math.abs(x[i]) <= LIMIT ? sine[i] : (float) Math.cos(x[i]);
    }
  }

  /** Whether any argument is larger than the limit, or NaN. */
  private static boolean isAnyBeyondLimit(float[] x, int n) {
    int beyond = 0;
    for (int i = 0; i < n; i++) {
      beyond |= LIMIT_BITS - (ArrayBits.get(x, i) & MAGNITUDE);
    }
    return beyond < 0;
  }

  /** Turns the signs where n + flip is odd, n being the integers in the sums with ROUND. */
  private static void turnSigns(float[] values, float[] multiple, int flip, int n) {
    for (int i = 0; i < n; i++) {
      int sign = (ArrayBits.get(multiple, i) + flip) << 31;
      ArrayBits.set(values, i, ArrayBits.get(values, i) ^ sign);
    }
  }

  /** The sine of r = x - n pi. The product form keeps -0. */
  private static void sineOfRest(float[] x, float[] sine, float[] multiple, int n) {
    for (int i = 0; i < n; i++) {
      float rounded = x[i] * INVERSE_PI + ROUND;
      float k = rounded - ROUND;
      float r = (((x[i] - k * PI_1) - k * PI_2) - k * PI_3) - k * PI_4;
      float r2 = r * r;
      sine[i] = r * (1f + r2 * (S0 + r2 * (S1 + r2 * (S2 + r2 * S3))));
      multiple[i] = rounded;
    }
  }

  /** The sine of r = x - (n + 1/2) pi. The sum form gives exactly 1 at x = 0. */
  private static void cosineOfRest(float[] x, float[] sine, float[] multiple, int n) {
    for (int i = 0; i < n; i++) {
      float rounded = (x[i] * INVERSE_PI - 0.5f) + ROUND;
      float k = (rounded - ROUND) + 0.5f;
      float r = (((x[i] - k * PI_1) - k * PI_2) - k * PI_3) - k * PI_4;
      float r2 = r * r;
      sine[i] = r + r * r2 * (S0 + r2 * (S1 + r2 * (S2 + r2 * S3)));
      multiple[i] = rounded;
    }
  }
}
