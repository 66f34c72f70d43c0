package org.latent4j.models.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How data are gone through in one stage of training.
 *
 * @param batch how many examples a minibatch has, at least 1; the last one of an epoch may have
 *     fewer
 * @param epochs how often the data are gone through, at least 0
 * @param horizon how many epochs the schedules are made for, at least 1: the epochs, unless a
 *     training is to be stopped and prolonged without changing its schedules
 * @param earlyStopping when to stop before the last epoch
 * @param onDivergence what happens when a parameter is no longer finite
 */
public record Loop(
    int batch,
    int epochs,
    int horizon,
    Optional<EarlyStopping> earlyStopping,
    Divergence onDivergence) {
  /**
   * Checks the numbers.
   *
   * @param batch at least 1
   * @param epochs at least 0
   * @param horizon at least 1
   * @param earlyStopping when to stop early
   * @param onDivergence what happens after a divergence
   * @throws IllegalArgumentException if a number is too small
   */
  public Loop {
    requireAtLeast("batch", batch, 1);
    requireAtLeast("epochs", epochs, 0);
    requireAtLeast("horizon", horizon, 1);
  }

  private static void requireAtLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "training: " + what + " must be at least " + least + ", but got " + value);
    }
  }

  /**
   * Goes through the data so many times, in minibatches of 20, without early stopping.
   *
   * @param epochs at least 0
   * @return the loop
   */
  public static Loop epochs(int epochs) {
    return new Loop(20, epochs, Math.max(1, epochs), Optional.empty(), Divergence.STOPS);
  }

  /**
   * Changes the number of examples in a minibatch.
   *
   * @param size at least 1
   * @return the loop
   */
  public Loop batch(int size) {
    return new Loop(size, epochs, horizon, earlyStopping, onDivergence);
  }

  /**
   * Changes how many epochs the schedules are made for.
   *
   * @param length at least 1
   * @return the loop
   */
  public Loop horizon(int length) {
    return new Loop(batch, epochs, length, earlyStopping, onDivergence);
  }

  /**
   * Stops early.
   *
   * @param rule the metric to watch and the patience
   * @return the loop
   */
  public Loop stopEarly(EarlyStopping rule) {
    return new Loop(batch, epochs, horizon, Optional.of(rule), onDivergence);
  }

  /**
   * Changes what happens when a parameter is no longer finite.
   *
   * @param behaviour what happens
   * @return the loop
   */
  public Loop onDivergence(Divergence behaviour) {
    return new Loop(batch, epochs, horizon, earlyStopping, behaviour);
  }

  /** What determines a run, by the names that checkpoints use. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("batch", Integer.toString(batch));
    settings.put("epochs", Integer.toString(epochs));
    settings.put("horizon", Integer.toString(horizon));
    earlyStopping.ifPresent(rule -> settings.put("early_stopping", rule.toString()));
    settings.put("on_divergence", onDivergence.toString());
    return settings;
  }
}
