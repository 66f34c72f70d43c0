package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.op.UnaryOp;

/** Every unary loop on floats against its definition on doubles. */
class FloatFunctionsTest {
  private static final float SMALLEST_NORMAL = 0x1p-126f;

  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    SMALLEST_NORMAL,
    -SMALLEST_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1f,
    -1f,
    0.5f,
    -0.5f,
    2f,
    -2f,
    Math.nextUp(1f),
    Math.nextDown(1f),
    Math.nextDown(-1f),
    Math.nextUp(-1f),
    88.72283f,
    88.72284f,
    89.5f,
    1e4f,
    -87.33654f,
    -87.34f,
    -88.1f,
    -103.9f,
    -104f,
    -1e4f,
    0x1p23f,
    0x1p23f + 0.5f,
    -0x1p22f - 0.5f,
    0x1p24f,
    25_000f,
    25_001f,
    1e10f,
    1e30f,
    (float) Math.PI,
    (float) (Math.PI / 2),
    1e-30f,
    -1e-30f,
    1e-7f,
    -1e-7f,
    7.9f,
    9.1f,
    -9.1f,
    30f
  };

  private final FloatScratch scratch = new FloatScratch();

  /** The bound in units in the last place that each loop keeps for all arguments. */
  private static double bound(UnaryOp op) {
    return switch (op) {
      case NEG, ABS, SIGN, FLOOR -> 0;
      case SQRT, ERF, LGAMMA, DIGAMMA -> 0.5001; // rounded once
      case LOG -> 1;
      case EXP, LOG1P -> 1.5;
      case EXPM1 -> 2.5;
      case SIGMOID, SIN, COS -> 3;
      case TANH, SOFTPLUS -> 3.5;
    };
  }

  @ParameterizedTest
  @EnumSource
  void keepsItsBoundAtAllExponents(UnaryOp op) {
    // about a million of the 2^32 floats, every exponent and both signs
    int step = 4099;
    float[] x = new float[Chunk.SIZE];
    long bits = Integer.MIN_VALUE;
    while (bits <= Integer.MAX_VALUE) {
      int n = 0;
      for (; n < Chunk.SIZE && bits <= Integer.MAX_VALUE; bits += step) {
        x[n++] = Float.intBitsToFloat((int) bits);
      }
      check(op, x, n);
      bits += isSlow(op) ? 30L * step * Chunk.SIZE : 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void specialValuesAreRight(UnaryOp op) {
    check(op, SPECIAL, SPECIAL.length);
  }

  @ParameterizedTest
  @EnumSource
  void keepsItsBoundWhereItIsUsedMost(UnaryOp op) {
    float[] x = new float[Chunk.SIZE];
    for (int block = 0; block < (isSlow(op) ? 20 : 400); block++) {
      for (int i = 0; i < x.length; i++) {
        x[i] = (block * 1024 + i - 204_800) * 1e-4f;
      }
      check(op, x, x.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void resultMayReplaceTheOperand(UnaryOp op) {
    for (int n : new int[] {0, 1, 2, 7, 64, 65, 1021, Chunk.SIZE}) {
      float[] x = new float[Chunk.SIZE];
      for (int i = 0; i < x.length; i++) {
        x[i] = (i - 500) * 0.013f;
      }
      float[] out = x.clone();
      FloatLoops.apply(op, x, out, n, scratch);
      float[] inPlace = x.clone();
      FloatLoops.apply(op, inPlace, inPlace, n, scratch);
      for (int i = 0; i < x.length; i++) {
        assertEquals(bits(out[i]), bits(inPlace[i]), op + " at " + x[i]);
        if (i >= n) {
          assertEquals(x[i], out[i], "beyond the " + n + " elements");
        }
      }
    }
  }

  @Test
  void aTailOfTheSigmoidKeepsItsRelativeAccuracy() {
    float[] x = {-20, -50, -80, -87};
    float[] out = new float[x.length];
    FloatLoops.apply(UnaryOp.SIGMOID, x, out, x.length, scratch);
    for (int i = 0; i < x.length; i++) {
      double want = Math.exp(x[i]) / (1 + Math.exp(x[i]));
      assertEquals(1, out[i] / want, 2e-7);
    }
  }

  private static boolean isSlow(UnaryOp op) {
    return op == UnaryOp.ERF || op == UnaryOp.LGAMMA || op == UnaryOp.DIGAMMA;
  }

  private void check(UnaryOp op, float[] x, int n) {
    float[] out = new float[Chunk.SIZE];
    FloatLoops.apply(op, x, out, n, scratch);
    for (int i = 0; i < n; i++) {
      double want = op.apply(x[i]);
      if (!agrees(want, out[i], bound(op))) {
        String message = "%s(%s) is %s, must be %s within %s ulp";
        throw new AssertionError(
            message.formatted(
                op, x[i], out[i], String.format(Locale.ROOT, "%.9g", want), bound(op)));
      }
    }
  }

  /** Within the bound; NaN and infinities equal; what is below 2^-126 may be anything there. */
  private static boolean agrees(double want, float got, double bound) {
    float rounded = (float) want;
    if (Double.isNaN(want) || Double.isInfinite(want)) {
      return Float.compare(rounded, got) == 0;
    }
    if (Math.abs(want) < SMALLEST_NORMAL) {
      return Math.abs(got) <= SMALLEST_NORMAL && got * want >= 0;
    }
    if (Float.isInfinite(got) || Float.isInfinite(rounded)) {
      // at the edge of overflow either side is right
      return Math.abs(want) > Float.MAX_VALUE * (1 - 1e-6) && got * want > 0;
    }
    double unit = Math.max(Math.ulp(rounded), Float.MIN_VALUE);
    return Math.abs(got - want) <= bound * unit;
  }

  private static int bits(float value) {
    return Float.floatToIntBits(value);
  }

  @Test
  void theSweepItselfSeesAnErrorOfThreeUnits() {
    float right = (float) Math.exp(1.5);
    assertTrue(agrees(Math.exp(1.5), right, 1));
    assertTrue(!agrees(Math.exp(1.5), right + 3 * Math.ulp(right), 2));
    assertTrue(!agrees(Double.NaN, 0, 2));
    assertTrue(!agrees(Double.POSITIVE_INFINITY, Float.MAX_VALUE, 2));
  }
}
