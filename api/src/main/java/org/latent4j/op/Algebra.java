package org.latent4j.op;

/**
 * The closed operations over some carrier {@code T}, so that a formula is written once and serves
 * numbers ({@link DoubleAlgebra}) as well as the nodes of a graph.
 *
 * <p>An implementation supplies the four abstract methods; the others are spelled in terms of them.
 * A formula must use no other branch than {@link #where}, because a graph has no values to branch
 * on; both alternatives are evaluated.
 *
 * @param <T> what the operations act on
 */
public interface Algebra<T> {
  /**
   * Returns a constant.
   *
   * @param value the number, rounded to the type in which the carrier computes
   * @return the constant
   */
  T constant(double value);

  /**
   * Applies a unary operation.
   *
   * @param op the operation
   * @param x its operand
   * @return op(x)
   */
  T unary(UnaryOp op, T x);

  /**
   * Applies a binary operation.
   *
   * @param op the operation
   * @param a the left operand
   * @param b the right operand
   * @return op(a, b)
   */
  T binary(BinaryOp op, T a, T b);

  /**
   * Chooses by a condition, as {@link TernaryOp#WHERE} defines it.
   *
   * @param condition true where it is not 0
   * @param a the value where the condition is true
   * @param b the value where the condition is false
   * @return a where condition is not 0, else b
   */
  T where(T condition, T a, T b);

  /**
   * Adds.
   *
   * @param a the left operand
   * @param b the right operand
   * @return a + b
   */
  default T add(T a, T b) {
    return binary(BinaryOp.ADD, a, b);
  }

  /**
   * Adds a constant.
   *
   * @param a the left operand
   * @param b the constant
   * @return a + b
   */
  default T add(T a, double b) {
    return add(a, constant(b));
  }

  /**
   * Subtracts.
   *
   * @param a the left operand
   * @param b the right operand
   * @return a - b
   */
  default T sub(T a, T b) {
    return binary(BinaryOp.SUB, a, b);
  }

  /**
   * Subtracts from a constant.
   *
   * @param a the constant
   * @param b the right operand
   * @return a - b
   */
  default T sub(double a, T b) {
    return sub(constant(a), b);
  }

  /**
   * Multiplies.
   *
   * @param a the left operand
   * @param b the right operand
   * @return a b
   */
  default T mul(T a, T b) {
    return binary(BinaryOp.MUL, a, b);
  }

  /**
   * Multiplies by a constant.
   *
   * @param a the left operand
   * @param b the constant
   * @return a b
   */
  default T mul(T a, double b) {
    return mul(a, constant(b));
  }

  /**
   * Divides.
   *
   * @param a the left operand
   * @param b the right operand
   * @return a / b
   */
  default T div(T a, T b) {
    return binary(BinaryOp.DIV, a, b);
  }

  /**
   * Divides a constant.
   *
   * @param a the constant
   * @param b the right operand
   * @return a / b
   */
  default T div(double a, T b) {
    return div(constant(a), b);
  }

  /**
   * Negates.
   *
   * @param x the operand
   * @return -x
   */
  default T neg(T x) {
    return unary(UnaryOp.NEG, x);
  }

  /**
   * Evaluates a polynomial by Horner's rule.
   *
   * @param x the variable
   * @param coefficients c0, c1, ..., cn, from the constant term upwards; at least one
   * @return c0 + c1 x + ... + cn x<sup>n</sup>
   */
  default T polynomial(T x, double... coefficients) {
    int degree = coefficients.length - 1;
    T value = constant(coefficients[degree]);
    for (int i = degree - 1; i >= 0; i--) {
      value = add(mul(value, x), coefficients[i]);
    }
    return value;
  }
}
