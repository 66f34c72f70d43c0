package org.latent4j.backend.cuda.kernel;

/**
 * How the work of a reduction is shared. It follows from the shape and the order in memory alone,
 * so that a result has the same bits on every GPU.
 *
 * @param lanes threads that reduce one result together, a power of two
 * @param columns results of one block; lanes times columns is {@link #THREADS}
 * @param along whether neighbouring threads take neighbours along the reduced axis, else
 *     neighbouring results
 * @param segments parts into which the axis is cut, each reduced by a block of its own
 * @param length elements of a segment; the last may have fewer
 */
record ReductionSplit(int lanes, int columns, boolean along, long segments, long length) {
  /** Threads of a block. */
  static final int THREADS = 256;

  /**
   * Tells the compiler the threads of a block, and that registers need not be saved so that more
   * blocks fit: else it puts loads off until what was loaded before has been used, one delay of
   * memory after the other.
   */
  static final String BOUNDS = "__launch_bounds__(" + THREADS + ", 1) ";

  /** Elements that a lane reduces at least before more lanes, or blocks, are worth it. */
  private static final int FEW = 4;

  private static final int MANY = 64;

  /** Above so many results one warp for each, or rows of a warp's width, keep the GPU busy. */
  private static final long MANY_RESULTS = 4096;

  private static final int WARP = 32;

  /** The narrowest piece of a row that is loaded without waste. */
  private static final int SECTOR = 8;

  /** Blocks that keep any GPU busy. */
  private static final long ENOUGH_BLOCKS = 1024;

  static ReductionSplit of(long results, long extent, boolean along) {
    boolean many = results >= MANY_RESULTS;
    int lanes;
    if (along) {
      lanes = powerOfTwo((extent + FEW - 1) / FEW, many ? WARP : THREADS);
    } else {
      int columns = powerOfTwo(results, many ? WARP : SECTOR);
      lanes = powerOfTwo(extent, THREADS / columns);
    }
    int columns = THREADS / lanes;
    long groups = (results + columns - 1) / columns;
    long worth = extent / ((long) lanes * MANY);
    long wanted = Math.min(worth, (ENOUGH_BLOCKS + groups - 1) / groups);
    if (wanted <= 1) {
      return new ReductionSplit(lanes, columns, along, 1, extent);
    }
    long rounds = (extent + wanted * lanes - 1) / (wanted * lanes);
    long length = rounds * lanes;
    return new ReductionSplit(lanes, columns, along, (extent + length - 1) / length, length);
  }

  /** The smallest power of two that is not below a number, but at most {@code most}. */
  private static int powerOfTwo(long number, int most) {
    int power = 1;
    while (power < number && power < most) {
      power *= 2;
    }
    return power;
  }
}
