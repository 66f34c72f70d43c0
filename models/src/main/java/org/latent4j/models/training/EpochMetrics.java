package org.latent4j.models.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured after an epoch.
 *
 * @param epoch how many epochs had been trained; 0 for the model before training
 * @param seconds the time since training began, monitors included
 * @param learningRate the rate of that epoch; 0 before training
 * @param values the metrics by name, in the order of the monitors
 */
public record EpochMetrics(
    int epoch, double seconds, double learningRate, Map<String, Double> values) {
  /**
   * Copies the metrics, keeping their order.
   *
   * @param epoch how many epochs had been trained
   * @param seconds the time since training began
   * @param learningRate the rate of that epoch
   * @param values the metrics by name
   */
  public EpochMetrics {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
