package org.latent4j.models.data;

import java.util.Locale;

/**
 * What a stored number stands for: {@code value = (stored - offset) / divisor}.
 *
 * <p>Scaling a data set changes this and not what is stored, so that the value is rounded once,
 * when it is read, to the type in which it is wanted. For bytes, where offset and divisor are whole
 * numbers below 2^24, as for pixels, a device that holds the bytes and computes {@code (b - offset)
 * / divisor} in float32 gets the same bits.
 *
 * @param offset the stored number that stands for 0; finite
 * @param divisor the distance of the stored numbers for 0 and 1; finite and above 0
 */
public record Scale(double offset, double divisor) {

  /** Numbers as they are stored. */
  public static final Scale IDENTITY = new Scale(0, 1);

  /**
   * Checks the numbers.
   *
   * @param offset the stored number that stands for 0
   * @param divisor the distance of the stored numbers for 0 and 1
   * @throws IllegalArgumentException if one is not finite or the divisor is not above 0
   */
  public Scale {
    if (!Double.isFinite(offset) || !(divisor > 0) || !Double.isFinite(divisor)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "scale: offset %s must be finite and divisor %s finite and above 0",
              offset,
              divisor));
    }
  }

  /**
   * The value of a stored number.
   *
   * @param stored the number; a byte is taken unsigned
   * @return (stored - offset) / divisor, rounded to float64
   */
  public double value(double stored) {
    return (stored - offset) / divisor;
  }

  boolean isIdentity() {
    return offset == 0 && divisor == 1;
  }

  /** The scale after {@code x -> (x - offset) / divisor} was applied to the values too. */
  Scale then(double furtherOffset, double furtherDivisor) {
    return new Scale(offset + furtherOffset * divisor, divisor * furtherDivisor);
  }
}
