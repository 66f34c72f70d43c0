package org.latent4j.backend.java.loops;

import org.latent4j.op.BinaryOp;
import org.latent4j.op.SpecialFunctions;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;

/**
 * Every elementwise operation as a loop over {@code double} arrays, from index 0. The result may be
 * one of the operands. Transcendental functions are those of {@link Math} and {@link
 * SpecialFunctions}.
 */
public final class DoubleLoops {
  private DoubleLoops() {}

  /**
   * out = op(x).
   *
   * @param op the operation
   * @param x the operand
   * @param out receives the values
   * @param n how many
   */
  public static void apply(UnaryOp op, double[] x, double[] out, int n) {
    switch (op) {
      case NEG -> DoubleArithmetic.negate(x, out, n);
      case ABS -> DoubleArithmetic.abs(x, out, n);
      case SIGN -> DoubleArithmetic.sign(x, out, n);
      case FLOOR -> DoubleArithmetic.floor(x, out, n);
      case SQRT -> DoubleArithmetic.sqrt(x, out, n);
      case EXP -> DoubleFunctions.exp(x, out, n);
      case LOG -> DoubleFunctions.log(x, out, n);
      case TANH -> DoubleFunctions.tanh(x, out, n);
      case SIGMOID -> DoubleFunctions.sigmoid(x, out, n);
      case SOFTPLUS -> DoubleFunctions.softplus(x, out, n);
      case SIN -> DoubleFunctions.sin(x, out, n);
      case COS -> DoubleFunctions.cos(x, out, n);
      case EXPM1, LOG1P, ERF, LGAMMA, DIGAMMA -> byDefinition(op, x, out, n);
    }
  }

  /**
   * out = op(a, b).
   *
   * @param op the operation
   * @param a the left operand
   * @param b the right operand
   * @param out receives the values
   * @param n how many
   */
  public static void apply(BinaryOp op, double[] a, double[] b, double[] out, int n) {
    switch (op) {
      case ADD -> DoubleArithmetic.add(a, b, out, n);
      case SUB -> DoubleArithmetic.subtract(a, b, out, n);
      case MUL -> DoubleArithmetic.multiply(a, b, out, n);
      case DIV -> DoubleArithmetic.divide(a, b, out, n);
      case POW -> DoubleArithmetic.power(a, b, out, n);
      case MIN -> DoubleArithmetic.min(a, b, out, n);
      case MAX -> DoubleArithmetic.max(a, b, out, n);
      case LT -> DoubleFunctions.less(a, b, out, n);
      case LE -> DoubleFunctions.lessOrEqual(a, b, out, n);
      case EQ -> DoubleFunctions.equal(a, b, out, n);
    }
  }

  /**
   * out = op(a, b, c).
   *
   * @param op the operation
   * @param a the first operand: the condition
   * @param b the second operand
   * @param c the third operand
   * @param out receives the values
   * @param n how many
   */
  public static void apply(TernaryOp op, double[] a, double[] b, double[] c, double[] out, int n) {
    switch (op) {
      case WHERE -> DoubleFunctions.where(a, b, c, out, n);
    }
  }

  /**
   * out = 1 where u &lt; p, else 0; NaN where p is NaN.
   *
   * @param u uniform numbers in [0, 1)
   * @param p probabilities, of any size
   * @param out receives the values
   * @param n how many
   */
  public static void bernoulli(double[] u, double[] p, double[] out, int n) {
    DoubleArithmetic.bernoulli(u, p, out, n);
  }

  private static void byDefinition(UnaryOp op, double[] x, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = op.apply(x[i]);
    }
  }
}
