package org.latent4j.backend.cuda.kernel;

import java.util.List;

/**
 * How many blocks and threads work on so many items. Kernels go on by the size of the grid until
 * all items are done, so that the choice has no influence on results.
 *
 * @param multiprocessors the number of multiprocessors of the GPU
 */
record Grid(int multiprocessors) {
  /** Threads of a block; fewer where that spreads the work over more multiprocessors. */
  private static final int[] THREADS = {256, 128, 64};

  /** Threads that a multiprocessor keeps at a time on every GPU; more wait. */
  private static final int RESIDENT = 2048;

  /** A launch in which every thread takes one item at a time. */
  Launch items(Kernel kernel, long items, List<Argument> arguments) {
    int threads = THREADS[0];
    for (int fewer : THREADS) {
      threads = fewer;
      if (items >= (long) multiprocessors * fewer) {
        break;
      }
    }
    long most = (long) multiprocessors * (RESIDENT / threads);
    int blocks = blocks((items + threads - 1) / threads, most);
    long turns = (items + THREADS[0] - 1) / THREADS[0];
    return new Launch(kernel, blocks, threads, arguments, turns);
  }

  /** A launch in which every block takes one tile at a time. */
  Launch tiles(Kernel kernel, long tiles, int threads, List<Argument> arguments) {
    return tiles(kernel, tiles, threads, arguments, Long.MAX_VALUE);
  }

  /** The same, where it is known how often a single block would go through the loops. */
  Launch tiles(Kernel kernel, long tiles, int threads, List<Argument> arguments, long turns) {
    long most = (long) multiprocessors * (RESIDENT / threads) * 4;
    return new Launch(kernel, blocks(tiles, most), threads, arguments, turns);
  }

  private static int blocks(long wanted, long most) {
    return (int) Math.max(1, Math.min(wanted, most));
  }
}
