package org.latent4j.backend.java.loops;

import org.jspecify.annotations.Nullable;

/**
 * Makes arrays over which vectorised loops need no run-in. An instance serves one thread.
 *
 * <p>A loop that Java has vectorised takes single elements until its vectors begin at a line of the
 * cache, one at least, and single elements again when less than a vector is left. These are up to
 * sixteen floats on either side; in a draw of 500 numbers they take as long as everything else. So
 * arrays are placed such that a line begins with their third float, or second double, and loops are
 * run to the end of a line: over up to fifteen elements of which nobody wants the result, and for
 * which there is room.
 *
 * <p>All arrays begin at the same place of a line, whatever their length: vectors that lie across
 * two lines would take twice as long.
 *
 * <p>Where Java does not tell the address of an array, or after a collection of garbage has moved
 * it, loops are slower and nothing else changes.
 */
public final class AlignedArrays {
  /** Bytes of the longest vector, and of a line of the cache. */
  private static final int LINE = 64;

  /** Bytes that precede the elements of an array. */
  private static final int HEADER = 16;

  /** Bytes of the elements before the first line: arrays begin at multiples of 8. */
  private static final int RUN_IN = 8;

  /** An array may come to lie elsewhere than expected, such as in a new part of the heap. */
  private static final int ATTEMPTS = 4;

  /** The array whose place is asked for, or what fills the gap before the next one. */
  private final Object[] holder = new Object[1];

  private @Nullable Object first;
  private @Nullable Object last;
  private int placeOfFirst;
  private int placeOfLast;

  /** Makes a maker of arrays. */
  public AlignedArrays() {}

  /**
   * Says whether arrays come to lie where loops are fastest.
   *
   * @return false if Java does not tell the addresses of arrays
   */
  public static boolean areWellPlaced() {
    return Addresses.areKnown();
  }

  /**
   * Makes an array of zeros.
   *
   * @param least how many elements are needed; there is room up to the end of their last line
   * @return the array
   */
  public float[] floats(int least) {
    int length = length(floatsToEndOfLine(least), Float.BYTES);
    float[] array = new float[length];
    for (int attempt = 0; attempt < ATTEMPTS && makeGap(array); attempt++) {
      array = new float[length];
    }
    remember(array);
    return array;
  }

  /**
   * Makes an array of zeros.
   *
   * @param least how many elements are needed; there is room up to the end of their last line
   * @return the array
   */
  public int[] ints(int least) {
    int length = length(floatsToEndOfLine(least), Integer.BYTES);
    int[] array = new int[length];
    for (int attempt = 0; attempt < ATTEMPTS && makeGap(array); attempt++) {
      array = new int[length];
    }
    remember(array);
    return array;
  }

  /**
   * Makes an array of zeros.
   *
   * @param least how many elements are needed; there is room up to the end of their last line
   * @return the array
   */
  public double[] doubles(int least) {
    int length = length(doublesToEndOfLine(least), Double.BYTES);
    double[] array = new double[length];
    for (int attempt = 0; attempt < ATTEMPTS && makeGap(array); attempt++) {
      array = new double[length];
    }
    remember(array);
    return array;
  }

  /**
   * Returns how many floats, or ints, there are up to the end of the line of the last of n.
   *
   * @param n the number of elements that are wanted
   * @return the number of elements over which a loop is fastest; n itself for a few, or if
   *     addresses are not known
   */
  public static int floatsToEndOfLine(int n) {
    return toEndOfLine(n, Float.BYTES);
  }

  /**
   * Returns how many doubles there are up to the end of the line of the last of n.
   *
   * @param n the number of elements that are wanted
   * @return the number of elements over which a loop is fastest; n itself for a few, or if
   *     addresses are not known
   */
  public static int doublesToEndOfLine(int n) {
    return toEndOfLine(n, Double.BYTES);
  }

  private static int toEndOfLine(int n, int elementBytes) {
    int line = LINE / elementBytes;
    if (n < line || !Addresses.areKnown()) {
      return n;
    }
    int runIn = RUN_IN / elementBytes;
    return runIn + (n - runIn + line - 1) / line * line;
  }

  /**
   * Says whether a collection of garbage has moved the arrays, so that new ones would be faster.
   *
   * @return true if the first or the last of them begins at another place of a line than when it
   *     was made; false if addresses are not known
   */
  public boolean haveMoved() {
    return first != null
        && last != null
        && (placeInLine(first) != placeOfFirst || placeInLine(last) != placeOfLast);
  }

  private void remember(Object array) {
    if (first == null) {
      first = array;
      placeOfFirst = placeInLine(array);
    }
    last = array;
    placeOfLast = placeInLine(array);
  }

  /** Returns where in a line the elements of an array begin, in bytes. */
  int placeInLine(Object array) {
    holder[0] = array;
    return (int) (Addresses.ofFirst(holder) + HEADER) & (LINE - 1);
  }

  /** If an array is not where it should be, fills the gap between it and such a place. */
  private boolean makeGap(Object array) {
    // The array ends, and the next object begins, at the same place of a line as it does.
    int bytes = (LINE - RUN_IN - placeInLine(array)) & (LINE - 1);
    if (bytes == 0 || !Addresses.areKnown()) {
      return false;
    }
    holder[0] = new byte[bytes < HEADER ? bytes + LINE - HEADER : bytes - HEADER];
    return true;
  }

  /** Makes an array and its header fill whole lines, so that the next one begins like it. */
  private static int length(int least, int elementBytes) {
    int bytes = HEADER + least * elementBytes;
    return ((bytes + LINE - 1) / LINE * LINE - HEADER) / elementBytes;
  }
}
