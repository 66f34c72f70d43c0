package org.latent4j.op;

import java.util.function.DoubleBinaryOperator;

/**
 * The functions of two numbers. Arithmetic follows IEEE 754; a NaN on either side gives NaN except
 * in the comparisons, which are then 0, and in a power of exponent 0, which is 1.
 */
public enum BinaryOp {
  /** a + b. */
  ADD((a, b) -> a + b, "(%1$s + %2$s)"),

  /** a - b. */
  SUB((a, b) -> a - b, "(%1$s - %2$s)"),

  /** a b. */
  MUL((a, b) -> a * b, "(%1$s * %2$s)"),

  /** a / b. */
  DIV((a, b) -> a / b, "(%1$s / %2$s)"),

  /**
   * a<sup>b</sup>, as {@link Math#pow} defines it: 1 for b = 0 whatever a is, NaN for a &lt; 0 with
   * b not an integer, and NaN for |a| = 1 with b infinite or NaN (where C has 1).
   *
   * <p>The derivative with respect to a is 0 where b = 0. The derivative with respect to b is
   * a<sup>b</sup> log a, taken as 0 where a<sup>b</sup> is 0; it is NaN for a &lt; 0, where the
   * function is defined at integers b alone.
   */
  POW(Math::pow, "(fabs@(%1$s) == 1 && !isfinite(%2$s) ? %2$s - %2$s : pow@(%1$s, %2$s))"),

  /**
   * The smaller operand; NaN if either is NaN; -0 counts as smaller than 0. Where the operands are
   * equal the derivative goes to the left one.
   */
  MIN(Math::min, "(%1$s != %1$s || %2$s != %2$s ? %1$s + %2$s : fmin@(%1$s, %2$s))"),

  /**
   * The larger operand; NaN if either is NaN; -0 counts as smaller than 0. Where the operands are
   * equal the derivative goes to the left one: {@code max(x, 0)} has slope 1 at 0, {@code max(0,
   * x)} has slope 0.
   */
  MAX(Math::max, "(%1$s != %1$s || %2$s != %2$s ? %1$s + %2$s : fmax@(%1$s, %2$s))"),

  /** 1 if a &lt; b, else 0; 0 if either is NaN. The derivatives are 0. */
  LT((a, b) -> a < b ? 1 : 0, "(%1$s < %2$s ? 1 : 0)"),

  /** 1 if a &le; b, else 0; 0 if either is NaN. The derivatives are 0. */
  LE((a, b) -> a <= b ? 1 : 0, "(%1$s <= %2$s ? 1 : 0)"),

  /** 1 if a = b, else 0; 0 if either is NaN; the two zeros are equal. The derivatives are 0. */
  EQ((a, b) -> a == b ? 1 : 0, "(%1$s == %2$s ? 1 : 0)");

  @SuppressWarnings("ImmutableEnumChecker") // the definitions above keep no state
  private final DoubleBinaryOperator definition;

  private final String cudaTemplate;

  BinaryOp(DoubleBinaryOperator definition, String cudaTemplate) {
    this.definition = definition;
    this.cudaTemplate = cudaTemplate;
  }

  /**
   * Evaluates the definition.
   *
   * @param a the left operand
   * @param b the right operand
   * @return op(a, b)
   */
  public double apply(double a, double b) {
    return definition.applyAsDouble(a, b);
  }

  /**
   * Returns the operation as an expression of CUDA C, a format for {@link
   * String#formatted(Object...)} with two arguments, for example {@code (%1$s + %2$s)}. The
   * arguments must be names of variables of the type computed in, because they may occur more than
   * once.
   *
   * @param type the type computed in, {@link DataType#FLOAT32} or {@link DataType#FLOAT64}
   * @return the format
   * @throws IllegalArgumentException if the type is an integer type
   */
  public String cuda(DataType type) {
    return CudaTemplate.forType(this, cudaTemplate, type);
  }

  /**
   * Builds the derivative with respect to the left operand.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param a the left operand
   * @param b the right operand
   * @param y the value, op(a, b)
   * @return d op(a, b) / da
   */
  public <T> T derivativeLeft(Algebra<T> g, T a, T b, T y) {
    return switch (this) {
      case ADD, SUB -> g.constant(1);
      case MUL -> b;
      case DIV -> g.div(1, b);
      case POW -> powerRule(g, a, b);
      case MIN -> g.binary(LE, a, b);
      case MAX -> g.binary(LE, b, a);
      case LT, LE, EQ -> g.constant(0);
    };
  }

  /**
   * Builds the derivative with respect to the right operand.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param a the left operand
   * @param b the right operand
   * @param y the value, op(a, b)
   * @return d op(a, b) / db
   */
  public <T> T derivativeRight(Algebra<T> g, T a, T b, T y) {
    return switch (this) {
      case ADD -> g.constant(1);
      case SUB -> g.constant(-1);
      case MUL -> a;
      case DIV -> g.neg(g.div(y, b));
      case POW -> exponentialRule(g, a, y);
      case MIN, MAX -> g.sub(1, derivativeLeft(g, a, b, y));
      case LT, LE, EQ -> g.constant(0);
    };
  }

  /** b a^(b - 1). The exponent 0 is replaced so that 0 does not meet the infinity of 0^(-1). */
  private static <T> T powerRule(Algebra<T> g, T a, T b) {
    T one = g.constant(1);
    T exponent = g.where(g.binary(EQ, b, g.constant(0)), one, b);
    return g.mul(b, g.binary(POW, a, g.sub(exponent, one)));
  }

  /** y log a. Where y is 0 the base is replaced so that 0 does not meet the infinity of log 0. */
  private static <T> T exponentialRule(Algebra<T> g, T a, T y) {
    T base = g.where(g.binary(EQ, y, g.constant(0)), g.constant(1), a);
    return g.mul(y, g.unary(UnaryOp.LOG, base));
  }
}
