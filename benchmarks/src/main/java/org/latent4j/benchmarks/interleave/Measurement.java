package org.latent4j.benchmarks.interleave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What JMH found for one contestant.
 *
 * @param contestant whom
 * @param unit the unit of the scores, such as {@code us/op}
 * @param scores the mean time of an operation in each measured iteration, in the order of rounds
 * @param secondary the scores of profilers by name, such as {@code gc.alloc.rate.norm}
 */
public record Measurement(
    Contestant contestant, String unit, List<Double> scores, Map<String, Double> secondary) {

  /**
   * Returns the median time.
   *
   * @return in the measurement's unit
   */
  public double median() {
    return Statistics.median(scores);
  }

  /**
   * Returns the median over rounds of this time divided by the other's in the same round.
   *
   * @param other another measurement of the same interleaving
   * @return below 1 if this one is faster
   */
  public double ratioTo(Measurement other) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(scores.size(), other.scores.size()); i++) {
      ratios.add(scores.get(i) / other.scores.get(i));
    }
    return Statistics.median(ratios);
  }
}
