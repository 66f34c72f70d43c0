package org.latent4j.models.optimizer;

import java.util.Locale;

/** The ranges of the numbers of optimisers, and what is said when they are left. */
final class Ranges {
  private Ranges() {}

  static void requireFraction(String optimizer, String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw wrong(optimizer, what, "in [0, 1)", value);
    }
  }

  static void requireNotNegative(String optimizer, String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw wrong(optimizer, what, "at least 0 and finite", value);
    }
  }

  static void requirePositive(String optimizer, String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw wrong(optimizer, what, "positive and finite", value);
    }
  }

  private static IllegalArgumentException wrong(
      String optimizer, String what, String rule, double value) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "%s: %s must be %s, not %s", optimizer, what, rule, value));
  }
}
