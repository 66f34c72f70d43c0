package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.TernaryOp;

/** Every binary and ternary loop against its definition, at all pairs of awkward numbers. */
class ComparisonTest {
  private static final float[] AWKWARD = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    2 * Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1f,
    -1f,
    Math.nextUp(1f),
    Math.nextDown(1f),
    2f,
    0.5f,
    3f,
    -2.5f,
    1e-20f,
    -1e20f,
    Float.intBitsToFloat(0xffc00001),
    Float.intBitsToFloat(0x7f800001)
  };

  private final FloatScratch scratch = new FloatScratch();

  @ParameterizedTest
  @EnumSource
  void floatsAreAsDefined(BinaryOp op) {
    int n = AWKWARD.length;
    float[] a = new float[n];
    float[] out = new float[n];
    for (float left : AWKWARD) {
      java.util.Arrays.fill(a, left);
      FloatLoops.apply(op, a, AWKWARD, out, n, scratch);
      for (int i = 0; i < n; i++) {
        float want = (float) op.apply(left, AWKWARD[i]);
        String what = op + "(" + left + ", " + AWKWARD[i] + ")";
        assertEquals(Float.floatToIntBits(want), Float.floatToIntBits(out[i]), what);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void doublesAreAsDefined(BinaryOp op) {
    int n = AWKWARD.length;
    double[] a = new double[n];
    double[] b = new double[n];
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      b[i] = AWKWARD[i] * (i % 2 == 0 ? 1 : 0x1p500);
    }
    for (double left : b) {
      java.util.Arrays.fill(a, left);
      DoubleLoops.apply(op, a, b, out, n);
      for (int i = 0; i < n; i++) {
        String what = op + "(" + left + ", " + b[i] + ")";
        assertEquals(
            Double.doubleToLongBits(op.apply(left, b[i])), Double.doubleToLongBits(out[i]), what);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomFloatsAreAsDefined(BinaryOp op) {
    Random random = new Random(11);
    float[] a = new float[Chunk.SIZE];
    float[] b = new float[Chunk.SIZE];
    float[] out = new float[Chunk.SIZE];
    for (int i = 0; i < a.length; i++) {
      a[i] = random.nextInt(40) * 0.25f - 5;
      b[i] = random.nextInt(40) * 0.25f - 5;
    }
    FloatLoops.apply(op, a, b, out, a.length, scratch);
    for (int i = 0; i < a.length; i++) {
      assertEquals((float) op.apply(a[i], b[i]), out[i], op + "(" + a[i] + ", " + b[i] + ")");
    }
    float[] inPlace = b.clone();
    FloatLoops.apply(op, a, inPlace, inPlace, a.length, scratch);
    org.junit.jupiter.api.Assertions.assertArrayEquals(out, inPlace);
  }

  @Test
  void selectionTakesBitsAsTheyAre() {
    float[] a = AWKWARD.clone();
    float[] b = new float[a.length];
    for (int i = 0; i < b.length; i++) {
      b[i] = AWKWARD[(i + 5) % b.length];
    }
    for (float condition : AWKWARD) {
      float[] c = new float[a.length];
      java.util.Arrays.fill(c, condition);
      float[] out = new float[a.length];
      FloatLoops.apply(TernaryOp.WHERE, c, a, b, out, a.length, scratch);
      double[] doubles = new double[a.length];
      DoubleLoops.apply(TernaryOp.WHERE, doubles(c), doubles(a), doubles(b), doubles, a.length);
      for (int i = 0; i < a.length; i++) {
        float want = condition != 0 ? a[i] : b[i];
        assertEquals(Float.floatToIntBits(want), Float.floatToIntBits(out[i]));
        assertEquals(want, (float) doubles[i]);
      }
    }
  }

  @Test
  void bernoulliIsTheComparisonAndCarriesNaN() {
    float[] u = {0, 0, 0x1p-24f, 0.5f, 0.5f, 0.5f, 1 - 0x1p-24f, 1 - 0x1p-24f, 0.3f, 0.3f, 0.3f};
    float[] p = {
      0,
      Float.MIN_VALUE,
      0x1p-24f,
      0.5f,
      Math.nextUp(0.5f),
      -1,
      1,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      1e30f
    };
    float[] out = new float[u.length];
    FloatLoops.bernoulli(u, p, out, u.length);
    double[] doubles = new double[u.length];
    DoubleLoops.bernoulli(doubles(u), doubles(p), doubles, u.length);
    for (int i = 0; i < u.length; i++) {
      float want = Float.isNaN(p[i]) ? Float.NaN : u[i] < p[i] ? 1 : 0;
      assertEquals(want, out[i], "u = " + u[i] + ", p = " + p[i]);
      assertEquals(want, doubles[i], "u = " + u[i] + ", p = " + p[i]);
    }
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
