package org.latent4j.backend.java.loops;

/** Floats to integers and to their signs, by their bits, which keep NaN and -0. */
final class FloatRounding {
  /** Sums with it are rounded to integers, and from it on all floats are integers. */
  private static final float ROUND = 0x1p23f;

  private static final int ROUND_BITS = 0x4b000000;
  private static final int ONE_BITS = 0x3f800000;
  private static final int INFINITY_BITS = 0x7f800000;
  private static final int NAN_BITS = 0x7fc00000;
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int SIGN_BIT = 0x80000000;

  private FloatRounding() {}

  /** out = -1, 0 or 1. */
  static void sign(float[] x, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      int bits = ArrayBits.get(x, i);
      int magnitude = bits & MAGNITUDE;
      int isNonzero = -magnitude >> 31;
      int isNaN = (INFINITY_BITS - magnitude) >> 31;
      ArrayBits.set(out, i, (bits & SIGN_BIT) | (isNonzero & ONE_BITS) | (isNaN & NAN_BITS));
    }
  }

  /** out = the largest integer that is not larger: the nearest one, less 1 where that is. */
  static void floor(float[] x, float[] out, int n, FloatScratch scratch) {
    float[] nearest = scratch.first;
    float[] excess = scratch.second;
    for (int i = 0; i < n; i++) {
      nearest[i] = (Math.abs(x[i]) + ROUND) - ROUND;
    }
    for (int i = 0; i < n; i++) {
      int bits = ArrayBits.get(x, i);
      int isInteger = (ROUND_BITS - 1 - (bits & MAGNITUDE)) >> 31; // or infinite or NaN
      int rounded = ArrayBits.get(nearest, i) | (bits & SIGN_BIT);
      ArrayBits.set(nearest, i, (bits & isInteger) | (rounded & ~isInteger));
    }
    for (int i = 0; i < n; i++) {
      excess[i] = x[i] - nearest[i];
    }
    for (int i = 0; i < n; i++) {
      ArrayBits.set(excess, i, (ArrayBits.get(excess, i) >> 31) & ONE_BITS);
    }
    for (int i = 0; i < n; i++) {
      out[i] = nearest[i] - excess[i];
    }
  }
}
