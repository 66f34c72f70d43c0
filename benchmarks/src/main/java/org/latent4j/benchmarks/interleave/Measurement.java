package org.latent4j.benchmarks.interleave;

import java.util.List;
import java.util.Map;

/**
 * What JMH found for one contestant.
 *
 * @param contestant whom
 * @param parameters all JMH parameters with their values
 * @param micros the mean time of a step in each measured iteration, in microseconds, in the order
 *     of rounds
 * @param bytes how many bytes of heap a step allocates; NaN if turns had a lead-in
 */
public record Measurement(
    Contestant contestant, Map<String, String> parameters, List<Double> micros, double bytes) {

  /**
   * Returns the median time.
   *
   * @return microseconds
   */
  public double median() {
    return Statistics.median(micros);
  }

  /**
   * Returns the median over rounds of this time divided by the other's in the same round.
   *
   * @param other another measurement of the same interleaving
   * @return below 1 if this one is faster
   */
  public double ratioTo(Measurement other) {
    return Statistics.medianRatio(micros, other.micros);
  }
}
