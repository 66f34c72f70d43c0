package org.latent4j.models.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured after an epoch.
 *
 * @param epoch how many epochs had been trained; 0 for the parameters before training
 * @param step how many steps had been taken
 * @param seconds the time that the stage has been trained, scores included, breaks excluded
 * @param values hyperparameters that follow a schedule, the means of the learner's metrics over the
 *     epoch, and the scores, by name and in that order; before training there are only scores
 * @param standardErrors the standard errors of those scores that are estimates, by name
 */
public record Entry(
    int epoch,
    long step,
    double seconds,
    Map<String, Double> values,
    Map<String, Double> standardErrors) {
  /**
   * Copies the maps, keeping their order.
   *
   * @param epoch how many epochs had been trained
   * @param step how many steps had been taken
   * @param seconds the time since training began
   * @param values what was measured, by name
   * @param standardErrors the standard errors of estimates
   */
  public Entry {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    standardErrors = Collections.unmodifiableMap(new LinkedHashMap<>(standardErrors));
  }
}
