package org.latent4j.op;

/**
 * The operations on numbers: every formula over an {@link Algebra} evaluated in {@code double}, one
 * element at a time. An oracle for tests and documentation, not a way to compute much.
 */
public enum DoubleAlgebra implements Algebra<Double> {
  /** The only instance; it has no state. */
  INSTANCE;

  @Override
  public Double constant(double value) {
    return value;
  }

  @Override
  public Double unary(UnaryOp op, Double x) {
    return op.apply(x);
  }

  @Override
  public Double binary(BinaryOp op, Double a, Double b) {
    return op.apply(a, b);
  }

  @Override
  public Double where(Double condition, Double a, Double b) {
    return TernaryOp.WHERE.apply(condition, a, b);
  }
}
