package org.latent4j.tck;

import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/**
 * How far a result may be from the definition, in units in the last place of the result. One half
 * means correctly rounded. The table is printed in {@code docs/tck.md}.
 */
final class Accuracy {
  private Accuracy() {}

  /** The bound of a function of one number, in units of {@link #scale}. */
  static double units(UnaryOp op, DataType type) {
    boolean single = type == DataType.FLOAT32;
    return switch (op) {
      case NEG, ABS, SIGN, FLOOR, SQRT -> 0.5;
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, SIGMOID, SOFTPLUS, ERF -> 4;
      case LGAMMA, DIGAMMA -> single ? 6 : 16;
    };
  }

  /** The bound of a function of two numbers, in units in the last place of the result. */
  static double units(BinaryOp op, DataType type) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, MIN, MAX, LT, LE, EQ -> 0.5;
      case POW -> type == DataType.FLOAT32 ? 8 : 4;
    };
  }

  /**
   * The bound of a sum of n numbers, in units of eps times the sum of their sizes, eps being half a
   * unit of the type.
   */
  static double sumUnits(int n) {
    return 4 * Math.sqrt(Math.min(n, 256));
  }

  /**
   * The bound of an element of A B over an inner axis of n, in units of eps times the same element
   * of |A| |B|.
   */
  static double productUnits(int n) {
    return 8 * Math.sqrt(n) + 4;
  }

  /** How far the result of op(x) = y may be off. */
  static double bound(UnaryOp op, DataType type, double x, double y) {
    return units(op, type) * unit(type, scale(op, x, y)) + flushed(type, y);
  }

  /** How far the result of op(a, b) = y may be off. */
  static double bound(BinaryOp op, DataType type, double y) {
    return units(op, type) * unit(type, y) + flushed(type, y);
  }

  /**
   * The number whose last place counts: the result, except where the definition itself allows an
   * absolute error because terms cancel.
   */
  static double scale(UnaryOp op, double x, double y) {
    double size = Math.abs(y);
    return switch (op) {
      case LGAMMA -> x < 0 ? Math.max(size, 1 - x * Math.log1p(-x)) : size;
      case DIGAMMA -> Math.max(size, x < 0 ? 1 + Math.log1p(-x) : 1);
      default -> size;
    };
  }

  /** The distance between neighbouring elements at a number. */
  static double unit(DataType type, double y) {
    if (type == DataType.FLOAT64) {
      return Math.ulp(Math.min(Math.abs(y), Double.MAX_VALUE));
    }
    return Math.ulp(Math.min((float) Math.abs(y), Float.MAX_VALUE));
  }

  /** A result below the smallest normal number may be 0 instead. */
  static double flushed(DataType type, double y) {
    double smallest = type == DataType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    return Math.abs(y) < smallest ? smallest : 0;
  }
}
