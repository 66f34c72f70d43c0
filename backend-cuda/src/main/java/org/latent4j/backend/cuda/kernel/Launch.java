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
 */
public record Launch(Kernel kernel, int blocks, int threads, List<Argument> arguments) {
  /**
   * Copies the list.
   *
   * @param kernel what runs
   * @param blocks the number of blocks
   * @param threads the number of threads of a block
   * @param arguments the values of the parameters
   */
  public Launch {
    arguments = List.copyOf(arguments);
  }
}
