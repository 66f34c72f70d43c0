package org.latent4j.models.schedule;

import org.latent4j.models.text.TextForm;

/**
 * The finite numbers between two bounds: the values that a hyperparameter may have, or that a
 * schedule takes.
 *
 * @param low the lower bound, or -infinity
 * @param lowIncluded whether the lower bound belongs to it
 * @param high the upper bound, or infinity
 * @param highIncluded whether the upper bound belongs to it
 */
public record Interval(double low, boolean lowIncluded, double high, boolean highIncluded) {
  /** Above 0: rates, temperatures. */
  public static final Interval POSITIVE = new Interval(0, false, Double.POSITIVE_INFINITY, false);

  /** 0 and above: weights of penalties. */
  public static final Interval NOT_NEGATIVE =
      new Interval(0, true, Double.POSITIVE_INFINITY, false);

  /** From 0 to below 1: momentum, what a running mean keeps. */
  public static final Interval FRACTION = new Interval(0, true, 1, false);

  /** From 0 to 1: probabilities. */
  public static final Interval PROBABILITY = between(0, 1);

  /**
   * Makes an interval that has its bounds.
   *
   * @param low the lower bound, finite
   * @param high the upper bound, finite
   * @return the interval
   */
  public static Interval between(double low, double high) {
    return new Interval(low, true, high, true);
  }

  /**
   * Says whether a number belongs to it.
   *
   * @param value the number
   * @return false also for NaN and the infinities
   */
  public boolean contains(double value) {
    return Double.isFinite(value) && contains(between(value, value));
  }

  /**
   * Says whether another interval is a part of it.
   *
   * @param other the other
   * @return true if each number of the other belongs to this one, too
   */
  public boolean contains(Interval other) {
    boolean above = other.low > low || (other.low == low && (lowIncluded || !other.lowIncluded));
    boolean below =
        other.high < high || (other.high == high && (highIncluded || !other.highIncluded));
    return above && below;
  }

  /**
   * Makes the smallest interval that has this one and another as parts.
   *
   * @param other the other
   * @return from the lower of the lower bounds to the higher of the higher
   */
  public Interval hull(Interval other) {
    Interval lower = other.low < low || (other.low == low && other.lowIncluded) ? other : this;
    Interval higher =
        other.high > high || (other.high == high && other.highIncluded) ? other : this;
    return new Interval(lower.low, lower.lowIncluded, higher.high, higher.highIncluded);
  }

  /**
   * Refuses a number that does not belong to it.
   *
   * @param what the hyperparameter, with whose it is, such as {@code adam: beta1}
   * @param value its value
   * @return the value
   * @throws IllegalArgumentException if the value is outside
   */
  public double require(String what, double value) {
    if (!contains(value)) {
      throw outside(what, TextForm.write(value));
    }
    return value;
  }

  IllegalArgumentException outside(String what, String value) {
    return new IllegalArgumentException(what + " must be " + this + ", not " + value);
  }

  /**
   * Says it in words where that is shorter: {@code positive and finite}, else {@code in [0, 1)}.
   */
  @Override
  public String toString() {
    if (low == 0 && high == Double.POSITIVE_INFINITY) {
      return lowIncluded ? "at least 0 and finite" : "positive and finite";
    }
    return "in "
        + (lowIncluded ? "[" : "(")
        + (TextForm.write(low) + ", " + TextForm.write(high))
        + (highIncluded ? "]" : ")");
  }
}
