package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.op.UnaryOp;

/** Every unary loop on doubles against its definition. */
class DoubleFunctionsTest {
  private static final double[] SPECIAL = {
    0,
    -0.0,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1,
    -1,
    0.5,
    -0.5,
    709.7,
    709.8,
    710,
    -708.3,
    -708.5,
    -745,
    -746,
    1e-300,
    1e300,
    0x1p52,
    0x1p52 + 0.5,
    -0x1p51 - 0.5
  };

  @ParameterizedTest
  @EnumSource
  void isAsDefined(UnaryOp op) {
    double[] x = new double[Chunk.SIZE];
    for (int i = 0; i < x.length; i++) {
      x[i] = i < SPECIAL.length ? SPECIAL[i] : (i - 512) * 0.0371;
    }
    double[] out = new double[x.length];
    DoubleLoops.apply(op, x, out, x.length);
    for (int i = 0; i < x.length; i++) {
      double want = op.apply(x[i]);
      double tolerance = Double.isFinite(want) && want != 0 ? 2 * Math.ulp(want) : 0;
      assertEquals(want, out[i], tolerance, op + "(" + x[i] + ")");
    }
  }
}
