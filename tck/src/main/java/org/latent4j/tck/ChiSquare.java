package org.latent4j.tck;

import org.latent4j.op.SpecialFunctions;

/**
 * Pearson's chi-square test of counts against exact probabilities (Pearson 1900). Cells are pooled
 * until 25 counts are expected in each, so that the distribution of the statistic is close to its
 * limit far into the tail.
 */
final class ChiSquare {
  private static final double LEAST_EXPECTED = 25;
  private static final double PRECISION = 1e-15;
  private static final int ITERATIONS = 100_000;

  private ChiSquare() {}

  /**
   * Returns the probability of counts as far from what is expected, or farther.
   *
   * @param counts how often every state was seen
   * @param probabilities of the states; their sum is 1
   * @return the p-value; 1 if there is but one cell
   */
  static double pValue(long[] counts, double[] probabilities) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    double statistic = 0;
    int cells = 0;
    double pooledCount = 0;
    double pooledExpected = 0;
    double restExpected = total;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && !(probabilities[i] > 0)) {
        return 0; // What can't be was seen.
      }
      pooledCount += counts[i];
      pooledExpected += total * probabilities[i];
      boolean restIsEnough = restExpected - pooledExpected >= LEAST_EXPECTED;
      if (i == counts.length - 1 || (pooledExpected >= LEAST_EXPECTED && restIsEnough)) {
        double difference = pooledCount - pooledExpected;
        statistic += difference == 0 ? 0 : difference * difference / pooledExpected;
        cells++;
        restExpected -= pooledExpected;
        pooledCount = 0;
        pooledExpected = 0;
      }
    }
    return cells < 2 ? 1 : survival(statistic, cells - 1);
  }

  /**
   * Returns the probability that a chi-square variable is larger than a number.
   *
   * @param statistic the number, at least 0
   * @param degrees the degrees of freedom, at least 1
   * @return the upper regularised incomplete gamma function Q(degrees / 2, statistic / 2)
   */
  static double survival(double statistic, int degrees) {
    double a = 0.5 * degrees;
    double x = 0.5 * statistic;
    if (x <= 0) {
      return 1;
    }
    if (Double.isInfinite(x)) {
      return 0;
    }
    double scale = Math.exp(a * Math.log(x) - x - SpecialFunctions.lgamma(a));
    return x < a + 1 ? 1 - scale * series(a, x) : scale * continuedFraction(a, x);
  }

  /** P(a, x) without its scale: sum of x^n / (a (a + 1) … (a + n)). */
  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < ITERATIONS && term > sum * PRECISION; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum;
  }

  /** Q(a, x) without its scale, by Legendre's continued fraction, evaluated as Lentz does. */
  private static double continuedFraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / Double.MIN_NORMAL;
    double d = 1 / b;
    double fraction = d;
    double change = 0;
    for (int n = 1; n < ITERATIONS && Math.abs(change - 1) > PRECISION; n++) {
      double numerator = -n * (n - a);
      b += 2;
      d = 1 / (numerator * d + b);
      c = b + numerator / c;
      change = c * d;
      fraction *= change;
    }
    return fraction;
  }
}
