package org.latent4j.benchmarks.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.benchmarks.interleave.Contestant;
import org.latent4j.benchmarks.interleave.Statistics;

/**
 * What was found for one contestant.
 *
 * @param role what it is measured for
 * @param group the backend or library
 * @param label what sets it apart from others of its role and group
 * @param subject the work
 * @param micros the mean time of a step in each round, in microseconds
 * @param bytes how many bytes of heap a step allocates; null if that was not measured
 */
public record Figure(
    Contestant.Role role,
    String group,
    String label,
    String subject,
    List<Double> micros,
    @Nullable Double bytes) {
  /** The label of a step on a virtual machine that has them. */
  public static final String EXPLICIT_VECTORS = "step, explicit vectors";

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
   * @param other another figure of the same rounds
   * @return below 1 if this one is faster
   */
  public double ratioTo(Figure other) {
    return Statistics.medianRatio(micros, other.micros);
  }

  /**
   * Says whether the virtual machine had explicit vectors.
   *
   * @return true if {@link #label} says so
   */
  public boolean hasExplicitVectors() {
    return label.equals(EXPLICIT_VECTORS);
  }
}
