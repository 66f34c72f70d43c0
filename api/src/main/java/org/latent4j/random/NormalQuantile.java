package org.latent4j.random;

import org.latent4j.op.Algebra;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.UnaryOp;

/**
 * The quantile function of the standard normal distribution, the inverse of its distribution
 * function.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the coefficients stand here as published
public final class NormalQuantile {
  // Coefficients are in ascending order.

  /** Giles (2011), single precision: erfinv(x) / x as a polynomial in w - 2.5 for w below 5. */
  private static final double[] GILES_CENTRE = {
    1.50140941,
    0.246640727,
    -0.00417768164,
    -0.00125372503,
    0.00021858087,
    -4.39150654e-06,
    -3.5233877e-06,
    3.43273939e-07,
    2.81022636e-08
  };

  /** Giles (2011), single precision: erfinv(x) / x as a polynomial in sqrt(w) - 3 for w from 5. */
  private static final double[] GILES_TAIL = {
    2.83297682,
    1.00167406,
    0.00943887047,
    -0.0076224613,
    0.00573950773,
    -0.00367342844,
    0.00134934322,
    0.000100950558,
    -0.000200214257
  };

  /** Wichura (1988), PPND16: numerator and denominator in 0.425^2 - c^2 for |c| up to 0.425. */
  private static final double[] WICHURA_CENTRE_P = {
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3
  };

  private static final double[] WICHURA_CENTRE_Q = {
    1,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3
  };

  /** Wichura (1988), PPND16: in r - 1.6, r = sqrt(-log t), for r up to 5. */
  private static final double[] WICHURA_TAIL_P = {
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4
  };

  private static final double[] WICHURA_TAIL_Q = {
    1,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9
  };

  /** Wichura (1988), PPND16: in r - 5 for r above 5. */
  private static final double[] WICHURA_FAR_P = {
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7
  };

  private static final double[] WICHURA_FAR_Q = {
    1,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15
  };

  private static final double SQRT_TWO = 1.4142135623730951;

  private NormalQuantile() {}

  /**
   * Computes the quantile of p by the rational approximations PPND16 of M. J. Wichura, "Algorithm
   * AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988),
   * 477-484. They are good to 16 digits down to p = 10<sup>-300</sup>; near 1 the result is as
   * exact as 1 - p.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param p a probability
   * @return z with P(Z &le; z) = p; -infinity at 0, infinity at 1, NaN outside [0, 1]
   */
  public static <T> T of(Algebra<T> g, T p) {
    T centred = g.add(p, -0.5);
    T tail = g.binary(BinaryOp.MIN, p, g.sub(1, p));
    // Where nothing is left of the tail, the formula would divide infinity by infinity.
    T isEnd = g.binary(BinaryOp.EQ, tail, g.constant(0));
    return g.where(isEnd, g.div(centred, tail), float64(g, centred, tail));
  }

  /**
   * At p = 1/2 + c, given c and the tail t = 1/2 - |c|; {@link DrawFormulas} says why p itself is
   * avoided: sqrt(2) erfinv(x), x = 2c: x times a polynomial, which goes over into growth as
   * sqrt(w).
   */
  static <T> T float32(Algebra<T> g, T centred, T tail) {
    // 1 - x^2 = 4 t (1 - t), each factor exact or nearly so
    T w = g.neg(g.unary(UnaryOp.LOG, g.mul(g.mul(tail, 4), g.sub(1, tail))));
    T nearCentre = g.polynomial(g.add(w, -2.5), GILES_CENTRE);
    T inTail = g.polynomial(g.add(g.unary(UnaryOp.SQRT, w), -3), GILES_TAIL);
    T factor = g.where(g.binary(BinaryOp.LT, w, g.constant(5)), nearCentre, inTail);
    return g.mul(factor, g.mul(centred, 2 * SQRT_TWO));
  }

  /** The same for FLOAT64. */
  static <T> T float64(Algebra<T> g, T centred, T tail) {
    T near = g.sub(0.180625, g.mul(centred, centred));
    T nearCentre = g.mul(centred, rational(g, near, WICHURA_CENTRE_P, WICHURA_CENTRE_Q));
    T root = g.unary(UnaryOp.SQRT, g.neg(g.unary(UnaryOp.LOG, tail)));
    T inTail = rational(g, g.add(root, -1.6), WICHURA_TAIL_P, WICHURA_TAIL_Q);
    T far = rational(g, g.add(root, -5), WICHURA_FAR_P, WICHURA_FAR_Q);
    T magnitude = g.where(g.binary(BinaryOp.LE, root, g.constant(5)), inTail, far);
    T signed = g.mul(g.unary(UnaryOp.SIGN, centred), magnitude);
    T isCentral = g.binary(BinaryOp.LE, g.unary(UnaryOp.ABS, centred), g.constant(0.425));
    return g.where(isCentral, nearCentre, signed);
  }

  private static <T> T rational(Algebra<T> g, T x, double[] numerator, double[] denominator) {
    return g.div(g.polynomial(x, numerator), g.polynomial(x, denominator));
  }
}
