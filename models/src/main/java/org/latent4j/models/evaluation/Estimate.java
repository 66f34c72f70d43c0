package org.latent4j.models.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A mean over examples and how far it may be from that over all examples there could be, both added
 * up in float64.
 *
 * @param mean the mean; NaN if one of the numbers is
 * @param standardError the standard error of the mean: s / sqrt(n) with the sample's standard
 *     deviation s; NaN if there are fewer than two examples or one of the numbers is NaN. Draws
 *     that a score makes for each example are in it; what is common to all, as a log Z is, is not
 * @param count n, the number of examples
 */
public record Estimate(double mean, double standardError, long count) {

  /**
   * Computes mean and standard error.
   *
   * <pre>{@code
   * mean = sum_i x_i / n,   standard error = sqrt(sum_i (x_i - mean)^2 / (n (n - 1)))
   * }</pre>
   *
   * @param numbers one for each example
   * @return the estimate
   * @throws IllegalArgumentException if there is none
   */
  public static Estimate of(double... numbers) {
    double[] ones = new double[numbers.length];
    Arrays.fill(ones, 1);
    return weighted(numbers, ones);
  }

  /**
   * Computes a weighted mean and its standard error as that of a ratio (Cochran 1977, <i>Sampling
   * Techniques</i>, chapter 6). Weights are relative: a common factor changes nothing, and equal
   * ones are none.
   *
   * <pre>{@code
   * mean = sum_i w_i x_i / sum_i w_i
   * standard error = sqrt(n / (n - 1) sum_i (w_i (x_i - mean))^2) / sum_i w_i
   * }</pre>
   *
   * @param numbers one for each example
   * @param weights one for each example, at least 0; n counts those that are above 0, and the
   *     numbers of the others do not matter
   * @return the estimate
   * @throws IllegalArgumentException if there are not as many weights as numbers, a weight is
   *     negative, infinite or not a number, or none is above 0
   */
  public static Estimate weighted(double[] numbers, double[] weights) {
    requireWeights(numbers, weights);
    int[] counted = IntStream.range(0, weights.length).filter(i -> weights[i] != 0).toArray();
    long count = counted.length;
    double total = Arrays.stream(counted).mapToDouble(i -> weights[i]).sum();
    double mean = Arrays.stream(counted).mapToDouble(i -> weights[i] * numbers[i]).sum() / total;
    double squares =
        Arrays.stream(counted).mapToDouble(i -> square(weights[i] * (numbers[i] - mean))).sum();
    double error = Math.sqrt(squares * count / (count - 1)) / total;
    return new Estimate(mean, count > 1 ? error : Double.NaN, count);
  }

  private static void requireWeights(double[] numbers, double[] weights) {
    if (numbers.length != weights.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "estimate: every example needs a weight, but there are %d numbers and %d weights",
              numbers.length,
              weights.length));
    }
    for (double weight : weights) {
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "estimate: weights must be finite and at least 0, but one is " + weight);
      }
    }
    if (Arrays.stream(weights).allMatch(weight -> weight == 0)) {
      throw new IllegalArgumentException(
          "estimate: an example of weight above 0 is needed, but there is none");
    }
  }

  private static double square(double x) {
    return x * x;
  }

  /**
   * Subtracts an estimate from other examples, which are independent of these.
   *
   * @param other what to subtract
   * @return the difference of the means; its variance is the sum of both, its count that of both
   */
  public Estimate minus(Estimate other) {
    return new Estimate(
        mean - other.mean,
        Math.sqrt(square(standardError) + square(other.standardError)),
        count + other.count);
  }
}
