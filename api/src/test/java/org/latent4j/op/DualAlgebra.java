package org.latent4j.op;

/**
 * Forward differentiation: numbers with the slope of a curve through them. A formula over an
 * algebra evaluated here gives its own derivative, which is how the tests reach second derivatives.
 */
enum DualAlgebra implements Algebra<DualAlgebra.Dual> {
  INSTANCE;

  private static final Algebra<Double> NUMBERS = DoubleAlgebra.INSTANCE;

  record Dual(double value, double slope) {}

  @Override
  public Dual constant(double value) {
    return new Dual(value, 0);
  }

  @Override
  public Dual unary(UnaryOp op, Dual x) {
    double y = op.apply(x.value());
    return new Dual(y, x.slope() * op.derivative(NUMBERS, x.value(), y));
  }

  @Override
  public Dual binary(BinaryOp op, Dual a, Dual b) {
    double y = op.apply(a.value(), b.value());
    double left = op.derivativeLeft(NUMBERS, a.value(), b.value(), y);
    double right = op.derivativeRight(NUMBERS, a.value(), b.value(), y);
    // An operand that does not move contributes nothing, even where its derivative is not defined.
    double slope =
        (a.slope() == 0 ? 0 : a.slope() * left) + (b.slope() == 0 ? 0 : b.slope() * right);
    return new Dual(y, slope);
  }

  @Override
  public Dual where(Dual condition, Dual a, Dual b) {
    return condition.value() != 0 ? a : b;
  }
}
