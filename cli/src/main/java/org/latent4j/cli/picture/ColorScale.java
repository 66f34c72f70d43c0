package org.latent4j.cli.picture;

import java.util.Arrays;
import java.util.Locale;

/**
 * The map from a number to a colour, and the range of numbers it covers.
 *
 * <p>Two scales suffice here. Probabilities and samples are grey, from black at the low end to
 * white at the high end. Weights are diverging: blue below zero, red above, and nearly white at
 * zero, so that a weight that does nothing looks like nothing. Values outside the range get the
 * colour of the nearer end; NaN is shown in yellow, which appears in neither scale.
 */
public final class ColorScale {

  /** The colour of NaN. */
  static final int NOT_A_NUMBER = 0xFFD400;

  private static final int[] GREY = {0x000000, 0xFFFFFF};
  private static final int[] BLUE_WHITE_RED = {
    0x0B2A66, 0x2C6DB5, 0xA9CBE6, 0xF6F6F4, 0xF3B9A0, 0xCC3F35, 0x6B0D1D
  };

  private final double low;
  private final double high;
  private final int[] stops;

  private ColorScale(double low, double high, int[] stops) {
    if (!(low < high) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "color scale: the range must be finite and low < high, but it is [%s, %s]",
              low,
              high));
    }
    this.low = low;
    this.high = high;
    this.stops = stops;
  }

  /**
   * Greys from black at {@code low} to white at {@code high}.
   *
   * @param low the value shown black
   * @param high the value shown white
   * @return the scale
   * @throws IllegalArgumentException unless {@code low < high} and both are finite
   */
  public static ColorScale grey(double low, double high) {
    return new ColorScale(low, high, GREY);
  }

  /**
   * Blue at {@code -limit}, nearly white at 0, red at {@code limit}.
   *
   * @param limit the absolute value shown in full colour, greater than 0
   * @return the scale
   * @throws IllegalArgumentException unless {@code limit} is positive and finite
   */
  public static ColorScale diverging(double limit) {
    return new ColorScale(-limit, limit, BLUE_WHITE_RED);
  }

  /**
   * A diverging scale shared by all rows, in full colour at the 99th percentile of the absolute
   * values: a few outliers do not drain the colour from everything else.
   *
   * @param rows the numbers to show; values that are not finite are left out of the percentile
   * @return the scale; its limit is 1 when every finite value is 0 or there is none
   */
  public static ColorScale divergingFor(float[][] rows) {
    double limit = absoluteQuantile(rows, 0.99);
    if (limit == 0) {
      limit = absoluteQuantile(rows, 1);
    }
    return diverging(limit == 0 ? 1 : limit);
  }

  private static double absoluteQuantile(float[][] rows, double fraction) {
    int total = Arrays.stream(rows).mapToInt(row -> row.length).sum();
    float[] sizes = new float[total];
    int count = 0;
    for (float[] row : rows) {
      for (float value : row) {
        if (Float.isFinite(value)) {
          sizes[count++] = Math.abs(value);
        }
      }
    }
    if (count == 0) {
      return 0;
    }
    Arrays.sort(sizes, 0, count);
    return sizes[(int) Math.round(fraction * (count - 1))];
  }

  /**
   * The low end of the range.
   *
   * @return the least value with a colour of its own
   */
  public double low() {
    return low;
  }

  /**
   * The high end of the range.
   *
   * @return the greatest value with a colour of its own
   */
  public double high() {
    return high;
  }

  /** The middle of the range: 0 on a diverging scale. */
  double middle() {
    return low + (high - low) / 2;
  }

  /**
   * The colour of a value.
   *
   * @param value any number; values outside the range are clamped, NaN is yellow
   * @return red, green and blue in the lower 24 bits
   */
  public int rgb(double value) {
    if (Double.isNaN(value)) {
      return NOT_A_NUMBER;
    }
    double clamped = Math.min(Math.max(value, low), high);
    double place = (clamped - low) / (high - low) * (stops.length - 1);
    int index = Math.min((int) place, stops.length - 2);
    return mix(stops[index], stops[index + 1], place - index);
  }

  private static int mix(int from, int to, double weight) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = (from >> shift) & 0xFF;
      int b = (to >> shift) & 0xFF;
      mixed |= (int) Math.round(a + (b - a) * weight) << shift;
    }
    return mixed;
  }
}
