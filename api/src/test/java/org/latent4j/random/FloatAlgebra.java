package org.latent4j.random;

import org.latent4j.op.Algebra;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;

/** Single precision: every constant and result rounded to a float, as a backend in FLOAT32 does. */
final class FloatAlgebra implements Algebra<Double> {
  /**
   * Units in the last place by which each logarithm is off, up on one call and down on the next.
   */
  private final int error;

  private boolean up;

  FloatAlgebra(int error) {
    this.error = error;
  }

  @Override
  public Double constant(double value) {
    return (double) (float) value;
  }

  @Override
  public Double unary(UnaryOp op, Double x) {
    float y = (float) op.apply(x);
    if (op != UnaryOp.LOG && op != UnaryOp.LOG1P) {
      return (double) y;
    }
    up = !up;
    return (double) (y + (up ? error : -error) * Math.ulp(y));
  }

  @Override
  public Double binary(BinaryOp op, Double a, Double b) {
    return (double) (float) op.apply(a, b);
  }

  @Override
  public Double where(Double condition, Double a, Double b) {
    return TernaryOp.WHERE.apply(condition, a, b);
  }
}
