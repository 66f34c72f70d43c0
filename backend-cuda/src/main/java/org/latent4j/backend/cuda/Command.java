package org.latent4j.backend.cuda;

import org.latent4j.backend.cuda.driver.Algorithm;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.driver.Operands;

/**
 * One call that queues work on the device, with everything resolved but the address of the scratch
 * memory.
 */
sealed interface Command {

  /**
   * Queues the work.
   *
   * @param queue where
   * @param scratch the address of the scratch memory
   */
  void issue(Driver queue, long scratch);

  /**
   * A kernel.
   *
   * @param kernel the kernel
   * @param blocks the number of blocks
   * @param threads the number of threads of a block
   * @param arguments the bits of each parameter
   * @param relative which of them are addresses relative to the scratch memory
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Launch(Driver.Handle kernel, int blocks, int threads, long[] arguments, int[] relative)
      implements Command {
    @Override
    public void issue(Driver queue, long scratch) {
      long[] absolute = arguments;
      if (relative.length > 0) {
        absolute = arguments.clone();
        for (int i : relative) {
          absolute[i] += scratch;
        }
      }
      queue.launch(kernel, blocks, threads, absolute);
    }
  }

  /** An address, or one relative to the scratch memory. */
  record Place(boolean inScratch, long address) {
    static final Place NONE = new Place(false, 0);

    long at(long scratch) {
      return inScratch ? scratch + address : address;
    }
  }

  /**
   * A matrix product.
   *
   * @param product what cuBLASLt knows of it
   * @param algorithm how it is computed
   * @param alpha the factor of the product, if it is a number
   * @param beta the factor of what the result holds, if it is a number
   * @param alphaPlace where the factor of the product is, if it is on the device
   * @param betaPlace where the factor of what the result holds is, if it is on the device
   * @param a the left matrix
   * @param b the right matrix
   * @param c the result
   * @param workspace the workspace, in the scratch memory
   */
  record Multiply(
      Driver.Handle product,
      Algorithm algorithm,
      double alpha,
      double beta,
      Place alphaPlace,
      Place betaPlace,
      Place a,
      Place b,
      Place c,
      Place workspace)
      implements Command {
    @Override
    public void issue(Driver queue, long scratch) {
      queue.multiply(
          product,
          algorithm,
          new Operands(
              alpha,
              beta,
              alphaPlace.at(scratch),
              betaPlace.at(scratch),
              a.at(scratch),
              b.at(scratch),
              c.at(scratch),
              workspace.at(scratch),
              algorithm.workspace()));
    }
  }

  /**
   * A copy within the device.
   *
   * @param to where to
   * @param from where from
   * @param bytes how much
   */
  record Copy(long to, long from, long bytes) implements Command {
    @Override
    public void issue(Driver queue, long scratch) {
      queue.copy(to, from, bytes);
    }
  }

  /**
   * Zeros.
   *
   * @param address where
   * @param bytes how many
   */
  record Clear(long address, long bytes) implements Command {
    @Override
    public void issue(Driver queue, long scratch) {
      queue.clear(address, bytes);
    }
  }
}
