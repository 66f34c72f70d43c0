package org.latent4j.op;

import static org.latent4j.op.SpecialFunctions.polynomial;

/**
 * log |Gamma(x)| and its derivative: a power series or polynomial near the zeros, recurrence up to
 * there or down to there, the asymptotic series above 10, reflection below -1/2. Formula numbers
 * are those of Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), chapter 6.
 */
final class GammaFunctions {
  /** From here on the asymptotic series, cut after eight terms, are exact to double precision. */
  private static final double ASYMPTOTIC = 10;

  private static final double LOG_PI = 1.1447298858494002;

  /** log(2 pi) / 2 - 1/2. */
  private static final double STIRLING_CONSTANT = 0.4189385332046727;

  /** B(2k) / (2k (2k - 1)), k = 1, 2, ...: the series 6.1.40 of log Gamma. */
  private static final double[] STIRLING = {
    1.0 / 12,
    -1.0 / 360,
    1.0 / 1260,
    -1.0 / 1680,
    1.0 / 1188,
    -691.0 / 360360,
    1.0 / 156,
    -3617.0 / 122400
  };

  /** B(2k) / (2k), k = 1, 2, ...: the series 6.3.18 of digamma. */
  private static final double[] DIGAMMA_ASYMPTOTIC = {
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160
  };

  /**
   * Coefficients of z, z^2, ... in log Gamma(2 + z), |z| up to 1/2 (6.1.33): 1 - Euler's constant,
   * then (-1)^k (zeta(k) - 1) / k, computed with mpmath 1.3.0.
   */
  private static final double[] LOG_GAMMA_AT_TWO = {
    0.42278433509846713,
    0.3224670334241132,
    -0.0673523010531981,
    0.020580808427784546,
    -0.007385551028673986,
    0.0028905103307415234,
    -0.001192753911703261,
    5.096695247430425e-04,
    -2.2315475845357939e-04,
    9.945751278180853e-05,
    -4.492623673813314e-05,
    2.050721277567069e-05,
    -9.439488275268397e-06,
    4.374866789907488e-06,
    -2.039215753801366e-06,
    9.55141213040742e-07,
    -4.492469198764566e-07,
    2.1207184805554665e-07,
    -1.0043224823968099e-07,
    4.7698101693639804e-08,
    -2.2711094608943164e-08,
    1.0838659214896955e-08,
    -5.183475041970047e-09,
    2.4836745438024785e-09,
    -1.1921401405860912e-09,
    5.731367241678862e-10,
    -2.7595228851242334e-10
  };

  /** The positive zero of digamma, as a sum of two doubles. */
  private static final double ZERO = 1.4616321449683622;

  private static final double ZERO_REST = 9.549995429965697e-17;

  /**
   * digamma(x) / (x - zero) as a polynomial in x - 3/2, for x from 1 to 2: interpolation in 22
   * Chebyshev nodes, computed with mpmath 1.3.0 at 60 digits; relative error 7e-17.
   */
  private static final double[] DIGAMMA_AT_ZERO = {
    0.951055876031833,
    -0.4236274212814605,
    0.2405424842407742,
    -0.14840492305390884,
    0.09498872445494122,
    -0.061922133273064534,
    0.04076083381242074,
    -0.02697579675613825,
    0.0179072524394512,
    -0.011908218001568644,
    0.007926944646403797,
    -0.005279964873257405,
    0.003519006401502276,
    -0.002345267632540769,
    0.0015566317474486838,
    -0.0010376374098418604,
    7.233266279287554e-04,
    -4.821990530566789e-04,
    2.272331660987376e-04,
    -1.5148586836773365e-04,
    2.5968482126430747e-04,
    -1.7312261802727394e-04
  };

  private GammaFunctions() {}

  static double lgamma(double x) {
    if (x < -0.5) {
      return reflectedLogGamma(x);
    }
    if (x < 0.5) { // Gamma(x) = Gamma(1 + x) / x
      return logGammaAtOne(x) - Math.log(Math.abs(x));
    }
    if (x < 1.5) {
      return logGammaAtOne(x - 1);
    }
    return x < ASYMPTOTIC ? logGammaByRecurrence(x) : stirling(x);
  }

  /** Gamma(x) Gamma(-x) = -pi / (x sin(pi x)) (6.1.17). */
  private static double reflectedLogGamma(double x) {
    double fraction = x - Math.rint(x); // exact, and NaN at -infinity
    if (!(fraction != 0) || Double.isInfinite(x)) {
      return Double.POSITIVE_INFINITY;
    }
    return LOG_PI - Math.log(Math.abs(x * Math.sin(Math.PI * fraction))) - lgamma(-x);
  }

  /** log Gamma(1 + z) for |z| up to 1/2. */
  private static double logGammaAtOne(double z) {
    return z * polynomial(z, LOG_GAMMA_AT_TWO) - Math.log1p(z);
  }

  /** Gamma(x) = (x - 1) (x - 2) ... Gamma(2 + z), down to |z| up to 1/2. */
  private static double logGammaByRecurrence(double x) {
    double product = 1;
    double lowered = x;
    while (lowered >= 2.5) {
      lowered -= 1;
      product *= lowered;
    }
    double z = lowered - 2;
    return Math.log(product) + z * polynomial(z, LOG_GAMMA_AT_TWO);
  }

  private static double stirling(double x) {
    double inverse = 1 / x;
    double series = inverse * polynomial(inverse * inverse, STIRLING);
    return (x - 0.5) * (Math.log(x) - 1) + (STIRLING_CONSTANT + series);
  }

  static double digamma(double x) {
    if (x < -0.5) { // digamma(1 - x) - digamma(x) = pi cot(pi x) (6.3.7)
      double fraction = x - Math.rint(x);
      return fraction == 0 ? Double.NaN : digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
    }
    if (x < 1) {
      return digamma(x + 1) - 1 / x;
    }
    return x < ASYMPTOTIC ? digammaByRecurrence(x) : digammaAsymptotic(x);
  }

  /** digamma(x) = 1 / (x - 1) + 1 / (x - 2) + ... + digamma(lowered), down to 1 to 2. */
  private static double digammaByRecurrence(double x) {
    double sum = 0;
    double lowered = x;
    while (lowered > 2) {
      lowered -= 1;
      sum += 1 / lowered;
    }
    double fromZero = (lowered - ZERO) - ZERO_REST;
    return sum + fromZero * polynomial(lowered - 1.5, DIGAMMA_AT_ZERO);
  }

  private static double digammaAsymptotic(double x) {
    double inverse = 1 / x;
    double square = inverse * inverse;
    return Math.log(x) - (0.5 * inverse + square * polynomial(square, DIGAMMA_ASYMPTOTIC));
  }
}
