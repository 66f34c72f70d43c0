package org.latent4j.models.data;

import java.util.Locale;

/**
 * How a row of a data set is a picture: {@code height} lines of {@code width} pixels, line by line.
 *
 * @param height lines, at least 1
 * @param width pixels of a line, at least 1
 */
public record ImageShape(int height, int width) {

  /**
   * Checks the numbers.
   *
   * @param height lines
   * @param width pixels of a line
   * @throws IllegalArgumentException if one is below 1
   */
  public ImageShape {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "image shape %d x %d: both must be positive", height, width));
    }
  }

  /**
   * The number of pixels.
   *
   * @return height times width
   */
  public long pixels() {
    return (long) height * width;
  }
}
