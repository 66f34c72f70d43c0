package org.latent4j.models.data;

import org.latent4j.random.Threefry;
import org.latent4j.random.Uniforms;

/** What {@link Dataset} does to every value; the documentation is there. */
final class Transformations {

  private Transformations() {}

  static Values scale(Values values, double divisor) {
    if (!(divisor > 0) || !Double.isFinite(divisor)) {
      throw new IllegalArgumentException(
          "scale: the divisor " + divisor + " must be finite and above 0");
    }
    return values.scaled(0, divisor);
  }

  static Values threshold(Values values, double threshold) {
    if (Double.isNaN(threshold)) {
      throw new IllegalArgumentException("threshold: the threshold must not be NaN");
    }
    return values.toBytes(
        (number, row, to, at) -> {
          for (int j = 0; j < row.length; j++) {
            to[at + j] = (byte) (row[j] > threshold ? 1 : 0);
          }
        });
  }

  /** Element i is drawn with the float32 uniform number i of the key. */
  static Values binarize(Values values, long key) {
    return values.toBytes(
        (number, row, to, at) -> {
          long first = (long) number * row.length;
          long words = 0;
          for (int j = 0; j < row.length; j++) {
            long element = first + j;
            boolean even = (element & 1) == 0;
            if (even || j == 0) {
              words = Threefry.block(key, element >>> 1);
            }
            int word = even ? Threefry.highWord(words) : Threefry.lowWord(words);
            to[at + j] = (byte) (Uniforms.float32(word) < (float) row[j] ? 1 : 0);
          }
        });
  }
}
