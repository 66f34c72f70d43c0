package org.latent4j.op;

import java.util.function.DoubleUnaryOperator;

/**
 * The functions of one number. The set is closed: a backend implements exactly these, everything
 * else is composed of them.
 *
 * <p>Unless a constant says otherwise, NaN gives NaN, an argument outside the domain gives NaN, and
 * the value at an infinity is the limit. Backends compute these functions in the type of the tensor
 * and may differ from the definition here within the bounds of the conformance kit.
 */
public enum UnaryOp {
  /** -x, for all x; the sign of a zero changes too. */
  NEG(x -> -x, "(-(%1$s))"),

  /** |x|, for all x; |-infinity| = infinity. The derivative is sign(x), so 0 at the kink. */
  ABS(Math::abs, "fabs@(%1$s)"),

  /**
   * The sign: -1 for x &lt; 0, 1 for x &gt; 0, and x itself for a zero of either sign. The
   * derivative is 0 everywhere, the jump included.
   */
  SIGN(Math::signum, "(%1$s > 0 ? 1 : (%1$s < 0 ? -1 : %1$s))"),

  /**
   * The largest integer not above x; a zero keeps its sign and an infinity is itself. The
   * derivative is 0 everywhere, the jumps included.
   */
  FLOOR(Math::floor, "floor@(%1$s)"),

  /**
   * The square root, for x &ge; 0; sqrt(-0) = -0. The derivative 1 / (2 sqrt(x)) is infinite at 0.
   */
  SQRT(Math::sqrt, "sqrt@(%1$s)"),

  /** e<sup>x</sup>, for all x; 0 at -infinity. */
  EXP(Math::exp, "exp@(%1$s)"),

  /**
   * e<sup>x</sup> - 1 without cancellation near 0, for all x; -1 at -infinity, a zero keeps its
   * sign.
   */
  EXPM1(Math::expm1, "expm1@(%1$s)"),

  /** The natural logarithm, for x &ge; 0; -infinity at 0. */
  LOG(Math::log, "log@(%1$s)"),

  /**
   * log(1 + x) without cancellation near 0, for x &ge; -1; -infinity at -1, a zero keeps its sign.
   */
  LOG1P(Math::log1p, "log1p@(%1$s)"),

  /** The sine of x radians; NaN at the infinities. */
  SIN(Math::sin, "sin@(%1$s)"),

  /** The cosine of x radians; NaN at the infinities. */
  COS(Math::cos, "cos@(%1$s)"),

  /** The hyperbolic tangent, for all x; -1 and 1 at the infinities. */
  TANH(Math::tanh, "tanh@(%1$s)"),

  /** The logistic function 1 / (1 + e<sup>-x</sup>), for all x; 0 and 1 at the infinities. */
  SIGMOID(SpecialFunctions::sigmoid, "(1 / (1 + exp@(-(%1$s))))"),

  /**
   * log(1 + e<sup>x</sup>), for all x, without overflow and with full relative accuracy for large
   * negative x; 0 at -infinity and infinity at infinity.
   */
  SOFTPLUS(SpecialFunctions::softplus, "((%1$s > 0 ? %1$s : 0) + log1p@(exp@(-fabs@(%1$s))))"),

  /**
   * The error function, 2 / sqrt(pi) times the integral of exp(-t<sup>2</sup>) from 0 to x, for all
   * x; -1 and 1 at the infinities.
   */
  ERF(SpecialFunctions::erf, "erf@(%1$s)"),

  /** log |Gamma(x)|, for all x; infinity at 0, at the negative integers and at both infinities. */
  LGAMMA(SpecialFunctions::lgamma, "lgamma@(%1$s)"),

  /**
   * The digamma function, the derivative of log Gamma(x): infinity at infinity, -infinity at 0,
   * infinity at -0, NaN at the negative integers (where the limits from the two sides differ) and
   * at -infinity. Its own derivative, the trigamma function, is composed of the other operations.
   */
  DIGAMMA(SpecialFunctions::digamma, "latent4j_digamma@(%1$s)");

  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

  @SuppressWarnings("ImmutableEnumChecker") // the definitions above keep no state
  private final DoubleUnaryOperator definition;

  private final String cudaTemplate;

  UnaryOp(DoubleUnaryOperator definition, String cudaTemplate) {
    this.definition = definition;
    this.cudaTemplate = cudaTemplate;
  }

  /**
   * Evaluates the definition.
   *
   * @param x the operand
   * @return op(x)
   */
  public double apply(double x) {
    return definition.applyAsDouble(x);
  }

  /**
   * Returns the operation as an expression of CUDA C, a format for {@link
   * String#formatted(Object...)} with one argument, for example {@code expf(%1$s)}. The argument
   * must be the name of a variable of the type computed in, because it may occur more than once.
   * The expression may call the functions of {@link CudaHelpers#source()}.
   *
   * @param type the type computed in, {@link DataType#FLOAT32} or {@link DataType#FLOAT64}
   * @return the format
   * @throws IllegalArgumentException if the type is an integer type
   */
  public String cuda(DataType type) {
    return CudaTemplate.forType(this, cudaTemplate, type);
  }

  /**
   * Builds the derivative. The derivatives of tanh and of the logistic function are stated by their
   * values, 1 - y<sup>2</sup> and y (1 - y), whose error is absolute, not relative, where they
   * vanish.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param x the operand
   * @param y the value, op(x), which many derivatives can use again
   * @return d op(x) / dx
   */
  public <T> T derivative(Algebra<T> g, T x, T y) {
    return switch (this) {
      case NEG -> g.constant(-1);
      case ABS -> g.unary(SIGN, x);
      case SIGN, FLOOR -> g.constant(0);
      case SQRT -> g.div(0.5, y);
      case EXP -> y;
      case EXPM1 -> g.unary(EXP, x);
      case LOG -> g.div(1, x);
      case LOG1P -> g.div(1, g.add(x, 1));
      case SIN -> g.unary(COS, x);
      case COS -> g.neg(g.unary(SIN, x));
      case TANH -> g.mul(g.sub(1, y), g.add(y, 1));
      case SIGMOID -> g.mul(y, g.sub(1, y));
      case SOFTPLUS -> g.unary(SIGMOID, x);
      case ERF -> g.mul(g.unary(EXP, g.neg(g.mul(x, x))), TWO_OVER_SQRT_PI);
      case LGAMMA -> g.unary(DIGAMMA, x);
      case DIGAMMA -> Trigamma.of(g, x);
    };
  }
}
