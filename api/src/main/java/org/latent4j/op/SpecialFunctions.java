package org.latent4j.op;

/**
 * Special functions of a {@code double}, accurate to a few units in the last place, in the tails
 * too. They define the operations of the same names and serve backends that have no faster
 * implementation of their own. NaN gives NaN.
 */
public final class SpecialFunctions {
  private SpecialFunctions() {}

  /**
   * The logistic function 1 / (1 + e<sup>-x</sup>). It does not underflow before e<sup>x</sup>
   * does.
   *
   * @param x any number
   * @return a number from 0 to 1; 0 at -infinity, 1 at infinity
   */
  public static double sigmoid(double x) {
    if (x < 0) {
      double e = Math.exp(x);
      return e / (1 + e);
    }
    return 1 / (1 + Math.exp(-x));
  }

  /**
   * The softplus function log(1 + e<sup>x</sup>), also known as log1pexp.
   *
   * @param x any number
   * @return a number that is not negative; 0 at -infinity, infinity at infinity
   */
  public static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /**
   * The error function, 2 / sqrt(pi) times the integral of exp(-t<sup>2</sup>) from 0 to x, by the
   * rational approximations of Cody (1969).
   *
   * @param x any number
   * @return a number from -1 to 1, of the sign of x
   */
  public static double erf(double x) {
    return ErrorFunction.erf(x);
  }

  /**
   * The complementary error function 1 - erf(x), by the rational approximations of Cody (1969),
   * with full relative accuracy for large x.
   *
   * @param x any number
   * @return a number from 0 to 2; 0 at infinity, 2 at -infinity
   */
  public static double erfc(double x) {
    return ErrorFunction.erfc(x);
  }

  /**
   * The logarithm of the absolute value of the gamma function. Near the zeros of this function
   * between the negative integers the error is absolute, a few units in the last place of the terms
   * that cancel there; elsewhere, the zeros at 1 and 2 included, it is relative.
   *
   * @param x any number
   * @return log |Gamma(x)|; infinity at 0, the negative integers and the infinities
   */
  public static double lgamma(double x) {
    return GammaFunctions.lgamma(x);
  }

  /**
   * The digamma function, the derivative of log Gamma(x). Near the zeros between the negative
   * integers the error is absolute; elsewhere, the zero at 1.4616 included, it is relative.
   *
   * @param x any number
   * @return the digamma function; -infinity at 0, infinity at -0, NaN at the negative integers and
   *     at -infinity
   */
  public static double digamma(double x) {
    return GammaFunctions.digamma(x);
  }

  /**
   * Evaluates a polynomial by Horner's rule, coefficients from the constant term upwards. Fused
   * multiply-add is not used: without hardware support Java emulates it at a hundred times the
   * cost.
   */
  static double polynomial(double x, double[] coefficients) {
    double value = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      value = value * x + coefficients[i];
    }
    return value;
  }
}
