package org.latent4j.models.data;

/**
 * The extremes of some values.
 *
 * @param minimum the smallest
 * @param maximum the largest
 */
public record Range(double minimum, double maximum) {

  /**
   * Checks the order.
   *
   * @param minimum the smallest
   * @param maximum the largest
   * @throws IllegalArgumentException if one is not finite or they are the wrong way round
   */
  public Range {
    if (!(minimum <= maximum) || Double.isInfinite(minimum) || Double.isInfinite(maximum)) {
      throw new IllegalArgumentException(
          "range: the minimum " + minimum + " must be finite and at most the maximum " + maximum);
    }
  }
}
