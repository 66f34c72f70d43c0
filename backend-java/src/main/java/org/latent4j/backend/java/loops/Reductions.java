package org.latent4j.backend.java.loops;

import java.util.Arrays;
import org.latent4j.op.ReductionOp;

/**
 * Reductions of a run of elements to one, and of two rows to one. In maxima and minima NaN wins;
 * among equal maxima the first has the index.
 */
public final class Reductions {
  /** How often a run of floats is added to itself before the sum goes on in float64. */
  private static final int HALVINGS = 3;

  /** Elements that are worth a loop of two arrays. */
  private static final int WORTH_HALVING = 128;

  private Reductions() {}

  /**
   * Reduces a run of floats with SUM, MAX or MIN. Up to eight elements are added in float32, two
   * and two; all else of a sum is made in float64, and all in a fixed order.
   *
   * @param op which; not ARGMAX
   * @param x the elements; overwritten
   * @param n how many, at least 1
   * @param scratch working memory
   * @return the result
   */
  public static double reduce(ReductionOp op, float[] x, int n, FloatScratch scratch) {
    return switch (op) {
      case SUM -> sum(x, halve(x, n, scratch.first));
      case MAX -> max(x, n);
      case MIN -> min(x, n);
      case ARGMAX -> indexOfMax(x, n);
    };
  }

  /**
   * Reduces a run of doubles with SUM, MAX or MIN, the sum in a fixed order.
   *
   * @param op which; not ARGMAX
   * @param x the elements
   * @param n how many, at least 1
   * @return the result
   */
  public static double reduce(ReductionOp op, double[] x, int n) {
    return switch (op) {
      case SUM -> sum(x, n);
      case MAX -> max(x, n);
      case MIN -> min(x, n);
      case ARGMAX -> indexOfMax(x, n);
    };
  }

  /**
   * Combines two partial results of SUM, MAX or MIN.
   *
   * @param op which
   * @param a one
   * @param b the other
   * @return both together
   */
  public static double combine(ReductionOp op, double a, double b) {
    return switch (op) {
      case SUM -> a + b;
      case MAX, ARGMAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  /**
   * a = a and b combined, element by element, for SUM, MAX or MIN.
   *
   * @param op which
   * @param a the results so far
   * @param b the next row
   * @param n how many
   */
  public static void combine(ReductionOp op, float[] a, float[] b, int n) {
    switch (op) {
      case SUM -> FloatArithmetic.add(a, b, a, n);
      case MAX, ARGMAX -> FloatArithmetic.max(a, b, a, n);
      case MIN -> FloatArithmetic.min(a, b, a, n);
    }
  }

  /**
   * a = a and b combined, element by element, for SUM, MAX or MIN.
   *
   * @param op which
   * @param a the results so far
   * @param b the next row
   * @param n how many
   */
  public static void combine(ReductionOp op, double[] a, double[] b, int n) {
    switch (op) {
      case SUM -> DoubleArithmetic.add(a, b, a, n);
      case MAX, ARGMAX -> DoubleArithmetic.max(a, b, a, n);
      case MIN -> DoubleArithmetic.min(a, b, a, n);
    }
  }

  /**
   * Keeps the larger of each pair and the number of the row it came from.
   *
   * @param best the maxima so far; updated
   * @param rows the numbers of their rows; updated
   * @param next the next row
   * @param number its number
   * @param n how many
   */
  public static void keepLarger(double[] best, double[] rows, double[] next, int number, int n) {
    for (int i = 0; i < n; i++) {
      if (replaces(next[i], best[i])) {
        best[i] = next[i];
        rows[i] = number;
      }
    }
  }

  /**
   * Whether a later element takes the place of the maximum so far.
   *
   * @param later the later element
   * @param best the maximum so far
   * @return true if it is larger, or the first NaN
   */
  public static boolean replaces(double later, double best) {
    return later > best || (Double.isNaN(later) && !Double.isNaN(best));
  }

  /**
   * Finds the first maximum.
   *
   * @param x the elements
   * @param n how many, at least 1
   * @return its index; that of the first NaN if there is one
   */
  public static int indexOfMax(float[] x, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (!(x[i] <= x[best]) && !Double.isNaN(x[best])) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Finds the first maximum.
   *
   * @param x the elements
   * @param n how many, at least 1
   * @return its index; that of the first NaN if there is one
   */
  public static int indexOfMax(double[] x, int n) {
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (!(x[i] <= x[best]) && !Double.isNaN(x[best])) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Adds the second half of a run to the first, a few times, and returns how many elements are
   * left. Java vectorises the addition of two arrays, but not the sum of one.
   */
  private static int halve(float[] x, int n, float[] upper) {
    int left = n;
    for (int halving = 0; halving < HALVINGS && left >= WORTH_HALVING; halving++) {
      int half = left / 2;
      left -= half;
      System.arraycopy(x, left, upper, 0, half);
      // A zero is added to what follows; that is within the run, which is longer than a line.
      int toEndOfLine = AlignedArrays.floatsToEndOfLine(half);
      Arrays.fill(upper, half, toEndOfLine, 0f);
      FloatArithmetic.add(x, upper, x, toEndOfLine);
    }
    return left;
  }

  /** Eight sums side by side, because one would wait for each of its additions. */
  private static double sum(float[] x, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i + 7 < n; i += 8) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
    }
    double rest = 0;
    for (; i < n; i++) {
      rest += x[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  private static double sum(double[] x, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
    }
    double rest = 0;
    for (; i < n; i++) {
      rest += x[i];
    }
    return (s0 + s1) + (s2 + s3) + rest;
  }

  private static double max(float[] x, int n) {
    float max = x[0];
    for (int i = 1; i < n; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  private static double max(double[] x, int n) {
    double max = x[0];
    for (int i = 1; i < n; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  private static double min(float[] x, int n) {
    float min = x[0];
    for (int i = 1; i < n; i++) {
      min = Math.min(min, x[i]);
    }
    return min;
  }

  private static double min(double[] x, int n) {
    double min = x[0];
    for (int i = 1; i < n; i++) {
      min = Math.min(min, x[i]);
    }
    return min;
  }
}
