package org.latent4j.backend.java.fused;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

class LoopFactoryTest {
  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    -1,
    0.3,
    -7.25,
    1e30,
    1e-40,
    -1e-310,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    Double.MIN_VALUE,
    2,
    0x1p-126
  };

  private static FusedRun run(DataType type, FusedRun.Step step) {
    return new FusedRun(
        type,
        List.of(new FusedRun.Element(0), new FusedRun.Scalar(0), step),
        List.of(new FusedRun.Store(2, 1)));
  }

  /** Runs a step on pairs of an element and a scalar. */
  private static double[] apply(DataType type, FusedRun.Step step, double scalar) {
    FusedLoop loop = LoopFactory.SHARED.loop(run(type, step));
    assertNotNull(loop);
    int n = NUMBERS.length;
    double[] results = new double[n];
    if (type == DataType.FLOAT64) {
      double[][] registers = {NUMBERS.clone(), results};
      loop.run(registers, new double[] {scalar}, n);
      return results;
    }
    float[][] registers = new float[2][n];
    for (int i = 0; i < n; i++) {
      registers[0][i] = (float) NUMBERS[i];
    }
    loop.run(registers, new float[] {(float) scalar}, n);
    for (int i = 0; i < n; i++) {
      results[i] = registers[1][i];
    }
    return results;
  }

  private static double rounded(DataType type, double x) {
    return type == DataType.FLOAT32 ? (float) x : x;
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT32", "FLOAT64"})
  void everyOperationFollowsItsDefinition(DataType type) {
    for (UnaryOp op : UnaryOp.values()) {
      if (FusedRun.takes(op)) {
        double[] results = apply(type, new FusedRun.Unary(op, 0), 0);
        for (int i = 0; i < NUMBERS.length; i++) {
          double x = rounded(type, NUMBERS[i]);
          assertEquals(rounded(type, op.apply(x)), results[i], op + " of " + x);
        }
      }
    }
    for (BinaryOp op : BinaryOp.values()) {
      for (double scalar : NUMBERS) {
        if (FusedRun.takes(op)) {
          double[] results = apply(type, new FusedRun.Binary(op, 0, 1), scalar);
          for (int i = 0; i < NUMBERS.length; i++) {
            double a = rounded(type, NUMBERS[i]);
            double b = rounded(type, scalar);
            assertEquals(rounded(type, op.apply(a, b)), results[i], op + " of " + a + " and " + b);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT32", "FLOAT64"})
  void drawsOneWithAProbability(DataType type) {
    for (double u : new double[] {0, 0x1p-24, 0.3, 0.75}) {
      double[] results = apply(type, new FusedRun.Bernoulli(1, 0), u);
      for (int i = 0; i < NUMBERS.length; i++) {
        double p = rounded(type, NUMBERS[i]);
        double expected = Double.isNaN(p) ? Double.NaN : rounded(type, u) < p ? 1 : 0;
        assertEquals(expected, results[i], u + " < " + p);
      }
    }
  }

  @Test
  void makesALoopOnce() {
    FusedRun run = run(DataType.FLOAT32, new FusedRun.Binary(BinaryOp.MUL, 0, 1));
    FusedRun same = run(DataType.FLOAT32, new FusedRun.Binary(BinaryOp.MUL, 0, 1));
    assertSame(LoopFactory.SHARED.loop(run), LoopFactory.SHARED.loop(same));
  }

  @Test
  void hasNoLoopsWhereClassesCannotBeMade() {
    LoopFactory factory = RefusingFactory.make();
    assertNull(factory.loop(run(DataType.FLOAT32, new FusedRun.Unary(UnaryOp.NEG, 0))));
    assertFalse(factory.isAvailable());
  }
}
