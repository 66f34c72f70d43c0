package org.latent4j.cli.command;

import java.util.Locale;

/** Checks of option values; each failure names the option, the rule and the value. */
final class Check {

  private Check() {}

  static void atLeast(String option, int value, int least) {
    if (value < least) {
      throw wrong(option, "must be at least " + least, value);
    }
  }

  /** Finite and above 0; NaN fails. */
  static void positive(String option, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw wrong(option, "must be a finite number above 0", value);
    }
  }

  /** Finite and at least 0; NaN fails. */
  static void notNegative(String option, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw wrong(option, "must be a finite number of at least 0", value);
    }
  }

  /** In [low, high); NaN fails. */
  static void within(String option, double value, double low, double high) {
    if (!(value >= low && value < high)) {
      String rule =
          String.format(Locale.ROOT, "must be at least %s and below %s", plain(low), plain(high));
      throw wrong(option, rule, value);
    }
  }

  static OptionException wrong(String option, String rule, Object value) {
    Object shown = value instanceof Double number ? plain(number) : value;
    return new OptionException(option + " " + rule + ", but it is " + shown);
  }

  /** Whole numbers without their ".0", as they were typed. */
  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
