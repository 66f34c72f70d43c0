package org.latent4j.backend.java.loops;

/** Finds out whether floats are zeros and ones, and puts their bits together. */
public final class BinaryLoops {
  /** Half as many as {@link BinaryTables} takes: floats are read two at a time. */
  private static final int PAIRS = BinaryTables.TERMS / 2;

  /** What {@link #code} returns if a float is neither 0 nor 1. */
  public static final int NOT_BINARY = -1;

  /** The bits of 1, if a pair is multiplied by it that has them as zeros and ones. */
  private static final long ONE = 0x3f80_0000L;

  /** The only bit that both floats of a pair can have set, if moved down from its place in 1. */
  private static final long LOWEST = 0x0000_0001_0000_0001L;

  /** The place of the highest bit of the float 1. */
  private static final int HIGHEST = 29;

  private BinaryLoops() {}

  /**
   * Returns which term of a block is meant by a bit of its code.
   *
   * @param bit the bit, less than {@link BinaryTables#TERMS}
   * @return the place in the block
   */
  public static int term(int bit) {
    return bit < PAIRS ? 2 * bit : 2 * (bit - PAIRS) + 1;
  }

  /**
   * Puts the bits of a block of a row together.
   *
   * @param row a row of zeros and ones
   * @param block the number of the block
   * @return the bits as {@link #term} numbers them, or {@link #NOT_BINARY} if one of these floats
   *     is neither 0 nor 1
   */
  public static int code(float[] row, int block) {
    long bits = 0;
    long excess = 0;
    int pair = block * PAIRS;
    for (int i = 0; i < PAIRS; i++) {
      long floats = ArrayBits.getPair(row, pair + i);
      long ones = (floats >>> HIGHEST) & LOWEST;
      excess |= floats ^ (ones * ONE);
      bits |= ones << i;
    }
    return excess == 0 ? (int) (bits | (bits >>> (Integer.SIZE - PAIRS))) : NOT_BINARY;
  }

  /**
   * Adds three runs of zeros and ones as the digits of binary numbers.
   *
   * @param to what is added to
   * @param a the lowest digit
   * @param b the next one
   * @param c the highest
   * @param value what a one of {@code a} is worth
   * @param n the number of elements
   */
  public static void addDigits(float[] to, float[] a, float[] b, float[] c, float value, int n) {
    float second = 2 * value;
    float third = 4 * value;
    for (int j = 0; j < n; j++) {
      to[j] += value * a[j] + second * b[j] + third * c[j];
    }
  }

  /**
   * Adds to a number what is 0 if three others are 0 or 1, and otherwise is greater or NaN.
   *
   * @param to what is added to, not negative
   * @param a the first
   * @param b the second
   * @param c the third
   * @param n the number of elements
   */
  public static void addExcess(float[] to, float[] a, float[] b, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      to[j] +=
          Math.abs(a[j] * a[j] - a[j])
              + Math.abs(b[j] * b[j] - b[j])
              + Math.abs(c[j] * c[j] - c[j]);
    }
  }

  /**
   * Computes to = alpha to + beta other.
   *
   * @param to the first operand and the result
   * @param alpha its factor
   * @param other the second operand
   * @param beta its factor
   * @param n the number of elements
   */
  public static void scaleAndAdd(float[] to, float alpha, float[] other, float beta, int n) {
    for (int j = 0; j < n; j++) {
      to[j] = alpha * to[j] + beta * other[j];
    }
  }

  /**
   * Computes to = alpha to.
   *
   * @param to the operand and the result
   * @param alpha its factor
   * @param n the number of elements
   */
  public static void scale(float[] to, float alpha, int n) {
    for (int j = 0; j < n; j++) {
      to[j] *= alpha;
    }
  }
}
