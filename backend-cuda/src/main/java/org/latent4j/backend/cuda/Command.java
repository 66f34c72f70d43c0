package org.latent4j.backend.cuda;

import java.util.List;
import org.latent4j.backend.cuda.driver.Algorithm;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.driver.Operands;

/**
 * One call that queues work on the device, with everything resolved but some base addresses: where
 * the memory of a program and its inputs are.
 */
sealed interface Command {

  /**
   * Queues the work.
   *
   * @param queue where
   * @param bases the base addresses, by their numbers
   */
  void issue(Driver queue, long[] bases);

  /** A command that does something, on whatever branch of a graph. */
  sealed interface Work extends Command {
    /** The same on the side branch, which has scratch memory of its own. */
    Work onSide();
  }

  /**
   * A kernel.
   *
   * @param kernel the kernel
   * @param blocks the number of blocks
   * @param threads the number of threads of a block
   * @param arguments the bits of each parameter
   * @param relative which of them are addresses relative to a base
   * @param base the number of the base, for each of those
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Launch(
      Driver.Handle kernel, int blocks, int threads, long[] arguments, int[] relative, int[] base)
      implements Work {
    @Override
    public void issue(Driver queue, long[] bases) {
      long[] absolute = arguments;
      if (relative.length > 0) {
        absolute = arguments.clone();
        for (int i = 0; i < relative.length; i++) {
          absolute[relative[i]] += bases[base[i]];
        }
      }
      queue.launch(kernel, blocks, threads, absolute);
    }

    @Override
    public Work onSide() {
      int[] other = base.clone();
      for (int i = 0; i < other.length; i++) {
        other[i] = other[i] == Place.SCRATCH ? Place.SIDE_SCRATCH : other[i];
      }
      return new Launch(kernel, blocks, threads, arguments, relative, other);
    }
  }

  /**
   * An address.
   *
   * @param base the number of the base that it is relative to, or {@link #NO_BASE}
   * @param address the address, or the bytes behind the base
   */
  record Place(int base, long address) {
    static final int NO_BASE = -1;

    /** The base of the scratch memory. */
    static final int SCRATCH = 0;

    /** The base of that of the side branch. */
    static final int SIDE_SCRATCH = 1;

    static final Place NONE = new Place(NO_BASE, 0);

    boolean isRelative() {
      return base != NO_BASE;
    }

    long at(long[] bases) {
      return isRelative() ? bases[base] + address : address;
    }

    Place onSide() {
      return base == SCRATCH ? new Place(SIDE_SCRATCH, address) : this;
    }
  }

  /**
   * A matrix product.
   *
   * @param product what cuBLASLt knows of it
   * @param algorithm how it is computed
   * @param alpha the factor of the product, if it is a number
   * @param beta the factor of what is added, if it is a number
   * @param alphaPlace where the factor of the product is, if it is on the device
   * @param betaPlace where the factor of what is added is, if it is on the device
   * @param a the left matrix
   * @param b the right matrix
   * @param c what is added
   * @param d the result
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
      Place d,
      Place workspace)
      implements Work {
    @Override
    public void issue(Driver queue, long[] bases) {
      queue.multiply(
          product,
          algorithm,
          new Operands(
              alpha,
              beta,
              alphaPlace.at(bases),
              betaPlace.at(bases),
              a.at(bases),
              b.at(bases),
              c.at(bases),
              d.at(bases),
              workspace.at(bases),
              algorithm.workspace()));
    }

    @Override
    public Work onSide() {
      return new Multiply(
          product,
          algorithm,
          alpha,
          beta,
          alphaPlace.onSide(),
          betaPlace,
          a.onSide(),
          b.onSide(),
          c.onSide(),
          d.onSide(),
          workspace.onSide());
    }
  }

  /**
   * A copy within the device.
   *
   * @param to where to
   * @param from where from
   * @param bytes how much
   */
  record Copy(Place to, Place from, long bytes) implements Work {
    @Override
    public void issue(Driver queue, long[] bases) {
      queue.copy(to.at(bases), from.at(bases), bytes);
    }

    @Override
    public Work onSide() {
      return new Copy(to.onSide(), from.onSide(), bytes);
    }
  }

  /**
   * Zeros.
   *
   * @param place where
   * @param bytes how many
   */
  record Clear(Place place, long bytes) implements Work {
    @Override
    public void issue(Driver queue, long[] bases) {
      queue.clear(place.at(bases), bytes);
    }

    @Override
    public Work onSide() {
      return new Clear(place.onSide(), bytes);
    }
  }

  /** From here on the side branch goes on after what is queued on the main one. */
  record Fork() implements Command {
    @Override
    public void issue(Driver queue, long[] bases) {
      queue.fork();
    }
  }

  /** Remembers what is queued on the side branch by now. */
  record Mark() implements Command {
    @Override
    public void issue(Driver queue, long[] bases) {
      queue.mark();
    }
  }

  /**
   * From here on the main branch goes on after what was queued on the side one at the last mark.
   */
  record Join() implements Command {
    @Override
    public void issue(Driver queue, long[] bases) {
      queue.join();
    }
  }

  /**
   * What is queued on the side branch.
   *
   * @param commands commands of the side branch, and marks
   */
  record Aside(List<Command> commands) implements Command {
    @Override
    public void issue(Driver queue, long[] bases) {
      queue.onSide(true);
      try {
        commands.forEach(command -> command.issue(queue, bases));
      } finally {
        queue.onSide(false);
      }
    }
  }
}
