package org.latent4j.models.optimizer;

import java.util.Locale;

/** How the learning rate changes from epoch to epoch. */
public sealed interface LearningRate {
  /**
   * Returns the rate of an epoch.
   *
   * @param epoch the epoch, from 0
   * @param epochs how many there will be
   * @return the rate, positive and finite
   */
  double at(int epoch, int epochs);

  /**
   * Returns the same rate for every epoch.
   *
   * @param rate positive and finite
   * @return the schedule
   */
  static LearningRate constant(double rate) {
    return new Constant(rate);
  }

  /**
   * Returns a rate that falls (or rises) evenly from the first epoch to the last.
   *
   * @param from the rate of the first epoch, positive and finite
   * @param to the rate of the last, positive and finite
   * @return the schedule
   */
  static LearningRate linear(double from, double to) {
    return new Linear(from, to);
  }

  /**
   * Returns a rate that is multiplied by a factor after every epoch: {@code from * factor^epoch}.
   *
   * @param from the rate of the first epoch, positive and finite
   * @param factor positive and finite
   * @return the schedule
   */
  static LearningRate exponential(double from, double factor) {
    return new Exponential(from, factor);
  }

  /**
   * Returns a rate that falls as the inverse of the epoch: {@code from / (1 + epoch / scale)}, a
   * schedule whose sum diverges and whose squares' sum converges, as Robbins and Monro (1951) ask
   * for.
   *
   * @param from the rate of the first epoch, positive and finite
   * @param scale after how many epochs it has halved, positive and finite
   * @return the schedule
   */
  static LearningRate inverse(double from, double scale) {
    return new Inverse(from, scale);
  }

  /**
   * The same rate for every epoch.
   *
   * @param rate the rate
   */
  record Constant(double rate) implements LearningRate {
    /**
     * Checks the rate.
     *
     * @param rate positive and finite
     */
    public Constant {
      requirePositive("rate", rate);
    }

    @Override
    public double at(int epoch, int epochs) {
      return rate;
    }
  }

  /**
   * A straight line.
   *
   * @param from the rate of the first epoch
   * @param to the rate of the last
   */
  record Linear(double from, double to) implements LearningRate {
    /**
     * Checks the rates.
     *
     * @param from positive and finite
     * @param to positive and finite
     */
    public Linear {
      requirePositive("first rate", from);
      requirePositive("last rate", to);
    }

    @Override
    public double at(int epoch, int epochs) {
      return epochs <= 1 ? from : from + (to - from) * epoch / (epochs - 1);
    }
  }

  /**
   * A constant factor an epoch.
   *
   * @param from the rate of the first epoch
   * @param factor what it is multiplied by after each
   */
  record Exponential(double from, double factor) implements LearningRate {
    /**
     * Checks the numbers.
     *
     * @param from positive and finite
     * @param factor positive and finite
     */
    public Exponential {
      requirePositive("first rate", from);
      requirePositive("factor", factor);
    }

    @Override
    public double at(int epoch, int epochs) {
      return from * Math.pow(factor, epoch);
    }
  }

  /**
   * The inverse of the epoch.
   *
   * @param from the rate of the first epoch
   * @param scale after how many epochs it has halved
   */
  record Inverse(double from, double scale) implements LearningRate {
    /**
     * Checks the numbers.
     *
     * @param from positive and finite
     * @param scale positive and finite
     */
    public Inverse {
      requirePositive("first rate", from);
      requirePositive("scale", scale);
    }

    @Override
    public double at(int epoch, int epochs) {
      return from / (1 + epoch / scale);
    }
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "learning rate: the %s must be positive and finite, not %s",
              what,
              value));
    }
  }
}
