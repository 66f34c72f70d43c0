package org.latent4j.models.data;

import java.lang.reflect.Array;
import java.util.Objects;
import java.util.function.DoublePredicate;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;

/** Rules that values must keep, each with the message that names the first offender. */
final class Checks {

  private Checks() {}

  static void requireIn01(Values values, String name, String operation) {
    require(
        values,
        name,
        // Both comparisons are false for NaN, so it is refused too.
        value -> value >= 0 && value <= 1,
        operation + " needs values in [0, 1]; scale or threshold the data first");
  }

  static void requireFinite(Values values, String name, String operation) {
    require(values, name, Double::isFinite, operation + " needs finite values");
  }

  static void requireNoNaN(Values values, String name, String operation) {
    require(values, name, value -> !Double.isNaN(value), operation + " cannot compare NaN");
  }

  /** Missing values keep every rule. */
  static void require(Values values, String name, DoublePredicate rule, String requirement) {
    if (values.type() == DataType.UINT8 && holdsForEveryByte(values.scale(), rule)) {
      return;
    }
    double[] row = new double[values.columns()];
    for (int i = 0; i < values.rows(); i++) {
      values.copyRow(i, row, 0);
      for (int j = 0; j < row.length; j++) {
        if (!rule.test(row[j]) && values.isPresent(i, j)) {
          throw new DataFormatException(
              name
                  + ": row "
                  + i
                  + ", column "
                  + j
                  + " (counted from 0) is "
                  + shown(row[j], values.type())
                  + ", but "
                  + requirement);
        }
      }
    }
  }

  /** With as many digits as the type has. */
  private static String shown(double value, DataType type) {
    return type == DataType.FLOAT64 ? Double.toString(value) : Float.toString((float) value);
  }

  /** That a value is known in every place. */
  static void requireComplete(Values values, String name, String operation) {
    for (int i = 0; values.hasMissing() && i < values.rows(); i++) {
      for (int j = 0; j < values.columns(); j++) {
        if (!values.isPresent(i, j)) {
          throw new DataFormatException(
              name
                  + ": row "
                  + i
                  + ", column "
                  + j
                  + " (counted from 0) is missing, but "
                  + operation
                  + " needs every value; fill it in or leave the row out");
        }
      }
    }
  }

  static void requireDifferent(String name, double minimum, double maximum) {
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

  static void requireWeights(String name, double[] weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Double.isInfinite(weights[i])) {
        throw new DataFormatException(
            name
                + ": the weight of row "
                + i
                + " (counted from 0) is "
                + weights[i]
                + ", but weights must be finite and at least 0");
      }
      sum += weights[i];
    }
    if (!(sum > 0)) {
      throw new DataFormatException(name + ": every weight is 0, so that no row counts");
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

  /** The one length of all rows, which are arrays. */
  static int requireEqualRows(String name, Object[] rows) {
    if (rows.length == 0 || Array.getLength(rows[0]) == 0) {
      throw new DataFormatException(name + ": there are no values");
    }
    int columns = Array.getLength(rows[0]);
    for (int row = 1; row < rows.length; row++) {
      if (Array.getLength(rows[row]) != columns) {
        throw new DataFormatException(
            name
                + ": row "
                + row
                + " (counted from 0) has "
                + Array.getLength(rows[row])
                + " values, but row 0 has "
                + columns);
      }
    }
    return columns;
  }

  /** Saves looking at the values: pixels from 0 to 255, divided by 255, are in [0, 1]. */
  private static boolean holdsForEveryByte(Scale scale, DoublePredicate rule) {
    for (int b = 0; b < 256; b++) {
      if (!rule.test(scale.value(b))) {
        return false;
      }
    }
    return true;
  }
}
