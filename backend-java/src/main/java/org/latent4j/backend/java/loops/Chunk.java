package org.latent4j.backend.java.loops;

/** The unit in which the loops work: so many elements that a few arrays stay in the L1 cache. */
public final class Chunk {
  /** Elements of a chunk; the loops over arrays take at most so many. */
  public static final int SIZE = 1024;

  /** Bytes of the longest vector, and of a line of the cache. */
  private static final int LINE = 64;

  /** Bytes that precede the elements of an array. */
  private static final int HEADER = 16;

  private Chunk() {}

  /**
   * Allocates an array for a chunk.
   *
   * @return an array of at least {@link #SIZE} elements
   */
  public static float[] floats() {
    return new float[lengthOf(Float.BYTES)];
  }

  /**
   * Allocates an array for a chunk.
   *
   * @return an array of at least {@link #SIZE} elements
   */
  public static double[] doubles() {
    return new double[lengthOf(Double.BYTES)];
  }

  /**
   * Allocates an array for a chunk.
   *
   * @return an array of at least {@link #SIZE} elements
   */
  public static int[] ints() {
    return new int[lengthOf(Integer.BYTES)];
  }

  /**
   * Allocates arrays for a chunk each, at once, so that they lie side by side.
   *
   * @param count how many; 12 or 28 have arrays that are allocated next begin at the same place of
   *     a line, too
   * @return the arrays
   */
  public static float[][] floats(int count) {
    return new float[count][lengthOf(Float.BYTES)];
  }

  /**
   * Allocates arrays for a chunk each, as {@link #floats(int)} does.
   *
   * @param count how many
   * @return the arrays
   */
  public static double[][] doubles(int count) {
    return new double[count][lengthOf(Double.BYTES)];
  }

  /**
   * Allocates arrays for a chunk each, as {@link #floats(int)} does.
   *
   * @param count how many
   * @return the arrays
   */
  public static int[][] ints(int count) {
    return new int[count][lengthOf(Integer.BYTES)];
  }

  /**
   * Makes an array and its header fill whole lines. Then arrays that are allocated one after
   * another all begin at the same place of a line, and a loop that is aligned for one of them is
   * aligned for all: vectors that lie across two lines would take twice as long.
   */
  private static int lengthOf(int elementBytes) {
    return SIZE + (LINE - HEADER) / elementBytes;
  }
}
