package org.latent4j.backend.cuda.kernel;

import java.util.List;

/**
 * One launch of a kernel on a one-dimensional grid, without dynamic shared memory. Launches follow
 * each other on one stream.
 *
 * @param kernel what runs
 * @param blocks the number of blocks, at least 1
 * @param threads the number of threads of a block
 * @param arguments the values of the parameters, in order
 * @param turns how often a single block of the usual number of threads would go through the loops
 *     of the kernel to do all of it; very large where it cannot
 */
public record Launch(Kernel kernel, int blocks, int threads, List<Argument> arguments, long turns) {
  /**
   * Copies the list.
   *
   * @param kernel what runs
   * @param blocks the number of blocks
   * @param threads the number of threads of a block
   * @param arguments the values of the parameters
   * @param turns how often a single block would go through the loops of the kernel
   */
  public Launch {
    arguments = List.copyOf(arguments);
  }

  /**
   * Makes a launch that a single block cannot do.
   *
   * @param kernel what runs
   * @param blocks the number of blocks
   * @param threads the number of threads of a block
   * @param arguments the values of the parameters
   */
  public Launch(Kernel kernel, int blocks, int threads, List<Argument> arguments) {
    this(kernel, blocks, threads, arguments, Long.MAX_VALUE);
  }
}
