package org.latent4j.op;

import static org.latent4j.op.SpecialFunctions.polynomial;

/**
 * erf and erfc by three rational approximations. The coefficients are those of W. J. Cody,
 * "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969),
 * 631-637, here in ascending order.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the coefficients stand here as published
final class ErrorFunction {
  private static final double SMALL = 0.46875;
  private static final double LARGE = 4;
  private static final double INVERSE_SQRT_PI = 0.5641895835477563;

  /** erf(x) = x P(x^2) / Q(x^2) for |x| up to SMALL. */
  private static final double[] SMALL_P = {
    3.20937758913846947e03,
    3.77485237685302021e02,
    1.13864154151050156e02,
    3.16112374387056560e00,
    1.85777706184603153e-1
  };

  private static final double[] SMALL_Q = {
    2.84423683343917062e03,
    1.28261652607737228e03,
    2.44024637934444173e02,
    2.36012909523441209e01,
    1
  };

  /** erfc(x) = exp(-x^2) P(x) / Q(x) for x from SMALL to LARGE. */
  private static final double[] MIDDLE_P = {
    1.23033935479799725e03,
    2.05107837782607147e03,
    1.71204761263407058e03,
    8.81952221241769090e02,
    2.98635138197400131e02,
    6.61191906371416295e01,
    8.88314979438837594e00,
    5.64188496988670089e-1,
    2.15311535474403846e-8
  };

  private static final double[] MIDDLE_Q = {
    1.23033935480374942e03,
    3.43936767414372164e03,
    4.36261909014324716e03,
    3.29079923573345963e03,
    1.62138957456669019e03,
    5.37181101862009858e02,
    1.17693950891312499e02,
    1.57449261107098347e01,
    1
  };

  /** erfc(x) = exp(-x^2) / x (1 / sqrt(pi) - t P(t) / Q(t)), t = 1 / x^2, for x above LARGE. */
  private static final double[] LARGE_P = {
    6.58749161529837803e-4,
    1.60837851487422766e-2,
    1.25781726111229246e-1,
    3.60344899949804439e-1,
    3.05326634961232344e-1,
    1.63153871373020978e-2
  };

  private static final double[] LARGE_Q = {
    2.33520497626869185e-3,
    6.05183413124413191e-2,
    5.27905102951428412e-1,
    1.87295284992346725e00,
    2.56852019228982242e00,
    1
  };

  private ErrorFunction() {}

  static double erf(double x) {
    double magnitude = Math.abs(x);
    if (magnitude <= SMALL) {
      return smallErf(x);
    }
    return Math.copySign(1 - upperErfc(magnitude), x);
  }

  static double erfc(double x) {
    if (Math.abs(x) <= SMALL) {
      return 1 - smallErf(x);
    }
    return x < 0 ? 2 - upperErfc(-x) : upperErfc(x);
  }

  private static double smallErf(double x) {
    double square = x * x;
    return x * (polynomial(square, SMALL_P) / polynomial(square, SMALL_Q));
  }

  /** erfc(x) for x above SMALL. */
  private static double upperErfc(double x) {
    if (x > 28) { // erfc(27.3) is already below the smallest double
      return 0;
    }
    if (x <= LARGE) {
      return expOfNegativeSquare(x) * (polynomial(x, MIDDLE_P) / polynomial(x, MIDDLE_Q));
    }
    double t = 1 / (x * x);
    double correction = t * (polynomial(t, LARGE_P) / polynomial(t, LARGE_Q));
    return expOfNegativeSquare(x) * ((INVERSE_SQRT_PI - correction) / x);
  }

  /**
   * exp(-x^2) without the error that rounding x^2 would multiply by x^2: the square of x rounded to
   * a sixteenth is exact, and the remainder is small.
   */
  private static double expOfNegativeSquare(double x) {
    double coarse = Math.rint(x * 16) / 16;
    double remainder = (x - coarse) * (x + coarse);
    return Math.exp(-coarse * coarse) * Math.exp(-remainder);
  }
}
