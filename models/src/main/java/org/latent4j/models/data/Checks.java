package org.latent4j.models.data;

import java.util.Objects;
import org.latent4j.models.io.DataFormatException;

/** Rules that values must keep, each with the message that names the first offender. */
final class Checks {

  static final String FINITE_AS_READ =
      "values must be finite; fill such values in, or tell the reader to allow them";

  private Checks() {}

  /** A rule for one value. */
  @FunctionalInterface
  private interface Rule {
    boolean holds(float value);
  }

  static void requireIn01(Values values, String name, String operation) {
    require(
        values,
        name,
        // Both comparisons are false for NaN, so it is refused too.
        value -> value >= 0 && value <= 1,
        operation + " needs values in [0, 1]; scale or threshold the data first");
  }

  static void requireFinite(Values values, String name, String operation) {
    require(values, name, Float::isFinite, operation + " needs finite values");
  }

  /** For a reader that was not told to let NaN and infinities pass. */
  static void requireFiniteAsRead(Values values, String name) {
    require(values, name, Float::isFinite, FINITE_AS_READ);
  }

  static void requireNoNaN(Values values, String name, String operation) {
    require(values, name, value -> !Float.isNaN(value), operation + " cannot compare NaN");
  }

  private static void require(Values values, String name, Rule rule, String requirement) {
    if (values instanceof ByteValues bytes && holdsForEveryByte(bytes.scale(), rule)) {
      return;
    }
    float[] row = new float[values.columns()];
    for (int i = 0; i < values.rows(); i++) {
      values.copyRow(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        if (!rule.holds(row[j])) {
          throw new DataFormatException(
              name
                  + ": row "
                  + i
                  + ", column "
                  + j
                  + " (counted from 0) is "
                  + row[j]
                  + ", but "
                  + requirement);
        }
      }
    }
  }

  static void requireDifferent(String name, float minimum, float maximum) {
    if (!(minimum < maximum)) {
      throw new DataFormatException(
          name + ": scaleToUnit needs two different values, but every one is " + minimum);
    }
  }

  static void requireCount(String name, String given, long count, String needed, int expected) {
    if (count != expected) {
      throw new DataFormatException(
          name + ": " + count + " " + given + " do not fit " + expected + " " + needed);
    }
  }

  /** The length of an array for whole rows of a data set. */
  static int arrayLength(Dataset data, int firstRow, int count) {
    Objects.checkFromIndexSize(firstRow, count, data.rows());
    long length = (long) count * data.columns();
    if (length > Values.MAX_ARRAY) {
      throw new IllegalArgumentException(
          data.name() + ": " + length + " values do not fit one array; copy fewer rows at a time");
    }
    return (int) length;
  }

  /** The number of rows in an array of {@code length} values. */
  static int requireWholeRows(String name, int length, int columns) {
    if (length == 0 || columns < 1 || length % columns != 0) {
      throw new DataFormatException(
          name + ": " + length + " values do not make whole rows of " + columns + " columns");
    }
    return length / columns;
  }

  /** The one length of all rows. */
  static int requireEqualRows(String name, float[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new DataFormatException(name + ": there are no values");
    }
    for (int row = 1; row < rows.length; row++) {
      if (rows[row].length != rows[0].length) {
        throw new DataFormatException(
            name
                + ": row "
                + row
                + " (counted from 0) has "
                + rows[row].length
                + " values, but row 0 has "
                + rows[0].length);
      }
    }
    return rows[0].length;
  }

  /** Saves looking at the values: pixels from 0 to 255, divided by 255, are in [0, 1]. */
  private static boolean holdsForEveryByte(ByteScale scale, Rule rule) {
    for (int b = 0; b < 256; b++) {
      if (!rule.holds(scale.value((byte) b))) {
        return false;
      }
    }
    return true;
  }
}
