package org.latent4j.tck;

import org.latent4j.op.SpecialFunctions;

/** The standard normal distribution. */
final class Normal {
  private Normal() {}

  /** The number that the size of a standard normal variable passes with a probability. */
  static double criticalValue(double probability) {
    double low = 0;
    double high = 38;
    while (high - low > 1e-9) {
      double middle = 0.5 * (low + high);
      if (SpecialFunctions.erfc(middle / Math.sqrt(2)) > probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
