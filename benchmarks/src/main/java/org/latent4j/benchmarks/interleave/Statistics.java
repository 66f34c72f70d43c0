package org.latent4j.benchmarks.interleave;

import java.util.ArrayList;
import java.util.List;

/** Statistics of a few numbers. */
public final class Statistics {
  private Statistics() {}

  /**
   * Computes the median.
   *
   * @param values at least one
   * @return the middle one, or the mean of the two in the middle
   * @throws IllegalArgumentException if there are none
   */
  public static double median(List<Double> values) {
    return quantile(0.5, values);
  }

  /**
   * Computes a quantile by linear interpolation between the sorted values.
   *
   * @param part from 0 (the smallest) to 1 (the largest)
   * @param values at least one
   * @return the quantile
   * @throws IllegalArgumentException if there are no values
   */
  public static double quantile(double part, List<Double> values) {
    if (values.size() == 0) {
      throw new IllegalArgumentException("quantile: at least 1 value is needed, but there is none");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double at = part * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Computes the median of ratios.
   *
   * @param numerators one a round
   * @param denominators one a round; the rounds that both have count
   * @return the median over rounds of numerator divided by denominator
   * @throws IllegalArgumentException if there is no round
   */
  public static double medianRatio(List<Double> numerators, List<Double> denominators) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(numerators.size(), denominators.size()); i++) {
      ratios.add(numerators.get(i) / denominators.get(i));
    }
    return median(ratios);
  }
}
