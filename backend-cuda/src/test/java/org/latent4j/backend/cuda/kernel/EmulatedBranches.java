package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * Two branches of work, of which one runs at once and the other as late as forks and joins allow:
 * what is missing an order between them is done in the wrong one.
 */
final class EmulatedBranches {
  private final boolean mainIsLate;
  private final List<Runnable> late = new ArrayList<>();
  private boolean forked;

  /** How many works of the side branch there have been, and until which the others refer to. */
  private int queued;

  private int marked;
  private int joined;

  /**
   * Starts without work.
   *
   * @param mainIsLate whether the main branch is the late one, else the side branch is
   */
  EmulatedBranches(boolean mainIsLate) {
    this.mainIsLate = mainIsLate;
  }

  void run(boolean side, Runnable work) {
    if (side && !forked) {
      throw new AssertionError("the side branch begins without a fork");
    }
    queued += side ? 1 : 0;
    boolean waits = mainIsLate ? forked && !side : side;
    if (waits) {
      late.add(work);
    } else {
      work.run();
    }
  }

  /** The side branch waits for the main one. */
  void fork() {
    forked = true;
    if (mainIsLate) {
      catchUp(late.size());
    }
  }

  void mark() {
    marked = queued;
  }

  /** The main branch waits for the side one as it was at the mark. */
  void join() {
    if (!mainIsLate) {
      catchUp(Math.max(0, marked - joined));
    }
    joined = Math.max(joined, marked);
    forked = joined < queued;
    if (!forked) {
      catchUp(late.size());
    }
  }

  private void catchUp(int count) {
    List<Runnable> due = late.subList(0, count);
    due.forEach(Runnable::run);
    due.clear();
  }

  void requireJoined() {
    if (forked) {
      throw new AssertionError("the side branch has not been joined");
    }
  }
}
