package org.latent4j.tck;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.latent4j.op.DataType;

/** Comparisons of what a backend computed with what it should have. */
final class Check {
  private Check() {}

  /** Requires every element to be equal, NaN to NaN; the two zeros count as equal. */
  static void equal(double[] expected, double[] actual, IntFunction<String> what) {
    near(DataType.FLOAT64, expected, unused -> 0, actual, what);
  }

  /** Requires every element to have the same bits. */
  static void sameBits(double[] expected, double[] actual, IntFunction<String> what) {
    equal(expected, actual, what);
    for (int i = 0; i < expected.length; i++) {
      if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
        throw new AssertionError(describe(what.apply(i), i, expected[i], actual[i], 0));
      }
    }
  }

  /**
   * Requires every element to be within a bound of what is expected; {@code what} says for an
   * element what was computed. A NaN must be met by a NaN, an infinity by the same infinity; a
   * number that rounds to infinity in the element type may be one.
   */
  static void near(
      DataType type,
      double[] expected,
      IntToDoubleFunction bound,
      double[] actual,
      IntFunction<String> what) {
    if (expected.length != actual.length) {
      throw new AssertionError(
          what.apply(0) + ": " + actual.length + " elements, expected " + expected.length);
    }
    for (int i = 0; i < expected.length; i++) {
      if (!isNear(type, expected[i], actual[i], bound.applyAsDouble(i))) {
        throw new AssertionError(
            describe(what.apply(i), i, expected[i], actual[i], bound.applyAsDouble(i)));
      }
    }
  }

  private static boolean isNear(DataType type, double expected, double actual, double bound) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      return Double.compare(expected, actual) == 0;
    }
    if (Double.isInfinite(actual)) {
      double limit = type == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
      return Math.abs(expected) + bound >= limit && Math.signum(expected) == Math.signum(actual);
    }
    return Math.abs(actual - expected) <= bound;
  }

  /** Requires a condition. */
  static void that(boolean condition, Supplier<String> what) {
    if (!condition) {
      throw new AssertionError(what.get());
    }
  }

  private static String describe(String what, int i, double expected, double actual, double bound) {
    return String.format(
        Locale.ROOT,
        "%s: element %d is %s, expected %s, off by %.3g where %.3g is allowed",
        what,
        i,
        actual,
        expected,
        Math.abs(actual - expected),
        bound);
  }
}
