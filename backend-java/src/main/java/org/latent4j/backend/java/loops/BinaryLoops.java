package org.latent4j.backend.java.loops;

/** Finds out whether floats are zeros and ones, and puts their bits together. */
public final class BinaryLoops {
  /** What {@link #code} returns if a float is neither 0 nor 1. */
  public static final long NOT_BINARY = -1;

  /** The bits of 1, if a pair is multiplied by it that has them as zeros and ones. */
  private static final long ONE = 0x3f80_0000L;

  /** The only bit that both floats of a pair can have set, if moved down from its place in 1. */
  private static final long LOWEST = 0x0000_0001_0000_0001L;

  /** The place of the highest bit of the float 1. */
  private static final int HIGHEST = 29;

  /** The bits of a code that are left when a block has been read. */
  private static final long CODE = 0xffff_ffffL;

  private BinaryLoops() {}

  /**
   * Returns which term of a block is meant by a bit of its code: floats are read two at a time, and
   * the first of all pairs come first.
   *
   * @param bit the bit
   * @param terms how many bits a code has
   * @return the place in the block
   */
  public static int term(int bit, int terms) {
    return bit < terms / 2 ? 2 * bit : 2 * (bit - terms / 2) + 1;
  }

  /**
   * Puts the bits of a block of a row together.
   *
   * @param row a row of zeros and ones
   * @param block the number of the block
   * @param terms how many floats it has: an even number, at most 32
   * @return the bits as {@link #term} numbers them, or {@link #NOT_BINARY} if one of these floats
   *     is neither 0 nor 1
   */
  public static long code(float[] row, int block, int terms) {
    int pairs = terms / 2;
    long bits = 0;
    long excess = 0;
    int pair = block * pairs;
    for (int i = 0; i < pairs; i++) {
      long floats = ArrayBits.getPair(row, pair + i);
      long ones = (floats >>> HIGHEST) & LOWEST;
      excess |= floats ^ (ones * ONE);
      bits |= ones << i;
    }
    return excess == 0 ? (bits | (bits >>> (Integer.SIZE - pairs))) & CODE : NOT_BINARY;
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
