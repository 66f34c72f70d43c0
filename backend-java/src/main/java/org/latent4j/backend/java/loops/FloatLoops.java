package org.latent4j.backend.java.loops;

import org.latent4j.op.BinaryOp;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;

/**
 * Every elementwise operation as a loop over {@code float} arrays, from index 0, of at most {@link
 * Chunk#SIZE} elements. The result may be one of the operands.
 *
 * <p>Java 17 vectorises a loop only where all arrays are indexed alike; hence no offsets here.
 */
public final class FloatLoops {
  private FloatLoops() {}

  /**
   * out = op(x).
   *
   * @param op the operation
   * @param x the operand
   * @param out receives the values
   * @param n how many, at most {@link Chunk#SIZE}
   * @param scratch working memory of the calling thread
   */
  public static void apply(UnaryOp op, float[] x, float[] out, int n, FloatScratch scratch) {
    switch (op) {
      case NEG -> FloatArithmetic.negate(x, out, n);
      case ABS -> FloatArithmetic.abs(x, out, n);
      case SIGN -> FloatRounding.sign(x, out, n);
      case FLOOR -> FloatRounding.floor(x, out, n, scratch);
      case SQRT -> FloatArithmetic.sqrt(x, out, n);
      case EXP -> FloatExponential.exp(x, out, n, scratch);
      case EXPM1 -> FloatExponential.expm1(x, out, n, scratch);
      case LOG -> FloatLogarithm.log(x, out, n, scratch);
      case LOG1P -> FloatLogarithm.log1p(x, out, n, scratch);
      case SIN -> FloatTrigonometry.sin(x, out, n, scratch);
      case COS -> FloatTrigonometry.cos(x, out, n, scratch);
      case TANH -> FloatExponential.tanh(x, out, n, scratch);
      case SIGMOID -> FloatExponential.sigmoid(x, out, n, scratch);
      case SOFTPLUS -> FloatExponential.softplus(x, out, n, scratch);
      case ERF, LGAMMA, DIGAMMA -> byDefinition(op, x, out, n);
    }
  }

  /**
   * out = op(a, b).
   *
   * @param op the operation
   * @param a the left operand
   * @param b the right operand
   * @param out receives the values
   * @param n how many, at most {@link Chunk#SIZE}
   * @param scratch working memory of the calling thread
   */
  public static void apply(
      BinaryOp op, float[] a, float[] b, float[] out, int n, FloatScratch scratch) {
    switch (op) {
      case ADD -> FloatArithmetic.add(a, b, out, n);
      case SUB -> FloatArithmetic.subtract(a, b, out, n);
      case MUL -> FloatArithmetic.multiply(a, b, out, n);
      case DIV -> FloatArithmetic.divide(a, b, out, n);
      case POW -> FloatArithmetic.power(a, b, out, n);
      case MIN -> FloatArithmetic.min(a, b, out, n);
      case MAX -> FloatArithmetic.max(a, b, out, n);
      case LT -> FloatComparison.less(a, b, out, n, scratch);
      case LE -> FloatComparison.lessOrEqual(a, b, out, n, scratch);
      case EQ -> FloatComparison.equal(a, b, out, n);
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
   * @param n how many, at most {@link Chunk#SIZE}
   * @param scratch working memory of the calling thread
   */
  public static void apply(
      TernaryOp op, float[] a, float[] b, float[] c, float[] out, int n, FloatScratch scratch) {
    switch (op) {
      case WHERE -> FloatComparison.where(a, b, c, out, n);
    }
  }

  /**
   * out = 1 where u &lt; p, else 0; NaN where p is NaN.
   *
   * @param u uniform numbers in [0, 1)
   * @param p probabilities, of any size
   * @param out receives the values
   * @param n how many, at most {@link Chunk#SIZE}
   */
  public static void bernoulli(float[] u, float[] p, float[] out, int n) {
    FloatComparison.bernoulli(u, p, out, n);
  }

  private static void byDefinition(UnaryOp op, float[] x, float[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = (float) op.apply(x[i]);
    }
  }
}
