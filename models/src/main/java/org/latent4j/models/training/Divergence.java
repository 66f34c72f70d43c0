package org.latent4j.models.training;

import java.util.Locale;

/**
 * What happens when a parameter becomes infinite or not a number: training goes back to the last
 * check at which all were finite, draws other numbers and multiplies every learning rate by a
 * factor; when that has happened too often it ends.
 *
 * @param tries how often to go back before giving up, at least 0
 * @param factor what learning rates are multiplied by each time, above 0 and below 1
 */
public record Divergence(int tries, double factor) {
  /** Ends training at once. */
  public static final Divergence STOPS = new Divergence(0, 0.1);

  /**
   * Checks the settings.
   *
   * @param tries at least 0
   * @param factor above 0 and below 1
   * @throws IllegalArgumentException if a number is out of range
   */
  public Divergence {
    if (tries < 0) {
      throw new IllegalArgumentException(
          "divergence: the number of tries must be at least 0, but is " + tries);
    }
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "divergence: the factor must be above 0 and below 1, but is %s",
              factor));
    }
  }

  /**
   * Goes back, with a tenth of the learning rates each time: half is too timid for a rate at which
   * training diverges.
   *
   * @param tries how often, at least 0
   * @return the behaviour
   */
  public static Divergence rollBack(int tries) {
    return new Divergence(tries, 0.1);
  }

  /** Returns the settings as they stand in checkpoints. */
  @Override
  public String toString() {
    return tries + "," + factor;
  }
}
