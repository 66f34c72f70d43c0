package org.latent4j.models.data;

import java.util.Locale;

/**
 * What a byte stands for: {@code value = (b - offset) / divisor}, b unsigned, 0 to 255.
 *
 * <p>The quotient is rounded once, to float32. Where offset and divisor are whole numbers below
 * 2^24, as for pixels, a device that holds the bytes and computes {@code (b - offset) / divisor} in
 * float32 gets the same bits.
 *
 * @param offset the byte that stands for 0; finite
 * @param divisor the distance of the bytes for 0 and 1; finite and above 0
 */
public record ByteScale(double offset, double divisor) {

  /** Bytes as they are: 0 to 255. */
  public static final ByteScale IDENTITY = new ByteScale(0, 1);

  /**
   * Checks the numbers.
   *
   * @param offset the byte that stands for 0
   * @param divisor the distance of the bytes for 0 and 1
   * @throws IllegalArgumentException if one is not finite or the divisor is not above 0
   */
  public ByteScale {
    if (!Double.isFinite(offset) || !(divisor > 0) || !Double.isFinite(divisor)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "byte scale: offset %s must be finite and divisor %s finite and above 0",
              offset,
              divisor));
    }
  }

  /**
   * The value of a byte.
   *
   * @param b the byte, taken unsigned
   * @return (b - offset) / divisor
   */
  public float value(byte b) {
    return (float) ((Byte.toUnsignedInt(b) - offset) / divisor);
  }

  /** The scale after {@code x -> (x - offset) / divisor} was applied to the values too. */
  ByteScale then(double furtherOffset, double furtherDivisor) {
    return new ByteScale(offset + furtherOffset * divisor, divisor * furtherDivisor);
  }
}
