package org.latent4j.models.optimizer;

import java.util.Locale;

/**
 * How the learning rate changes from epoch to epoch. A loop that changes it more often counts in
 * steps and takes them for epochs.
 */
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
   * Returns a rate that falls along half a period of a cosine, slowly at both ends (Loshchilov and
   * Hutter 2017, <i>SGDR: stochastic gradient descent with warm restarts</i>, without restarts).
   *
   * @param from the rate of the first epoch, positive and finite
   * @param to the rate of the last, positive and finite
   * @return the schedule
   */
  static LearningRate cosine(double from, double to) {
    return new Cosine(from, to);
  }

  /**
   * Returns this schedule after some epochs in which the rate rises evenly to its first value: the
   * running means of Adam and the first weights are not yet good for full steps.
   *
   * @param epochs how many epochs come before this schedule, at least 1
   * @return the longer schedule
   */
  default LearningRate warmUp(int epochs) {
    return new WarmUp(epochs, this);
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

  /**
   * Half a period of a cosine.
   *
   * @param from the rate of the first epoch
   * @param to the rate of the last
   */
  record Cosine(double from, double to) implements LearningRate {
    /**
     * Checks the rates.
     *
     * @param from positive and finite
     * @param to positive and finite
     */
    public Cosine {
      requirePositive("first rate", from);
      requirePositive("last rate", to);
    }

    @Override
    public double at(int epoch, int epochs) {
      double way = epochs <= 1 ? 0 : epoch / (epochs - 1.0);
      return to + (from - to) * (1 + Math.cos(Math.PI * way)) / 2;
    }
  }

  /**
   * A rise before a schedule.
   *
   * @param epochs how long it takes
   * @param then what follows
   */
  record WarmUp(int epochs, LearningRate then) implements LearningRate {
    /**
     * Checks the length.
     *
     * @param epochs at least 1
     * @param then what follows
     */
    public WarmUp {
      if (epochs < 1) {
        throw new IllegalArgumentException(
            "learning rate: a warm-up takes at least 1 epoch, not " + epochs);
      }
    }

    @Override
    public double at(int epoch, int total) {
      int rest = Math.max(1, total - epochs);
      return epoch < epochs
          ? then.at(0, rest) * (epoch + 1) / (epochs + 1.0)
          : then.at(epoch - epochs, rest);
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
