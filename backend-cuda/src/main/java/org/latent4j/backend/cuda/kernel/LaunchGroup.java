package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.latent4j.backend.Storage;

/**
 * Launches that follow each other, collected to be made one: those that do not depend on each other
 * run side by side, and tiny ones that do depend on those before run after them in the same block,
 * which costs less than another launch. Not thread-safe.
 */
public final class LaunchGroup {
  /** More would make a text that hardly occurs twice. */
  private static final int MOST = 8;

  /** A launch of more threads than this fills a GPU by itself. */
  private static final int LARGE = 1 << 18;

  /** The turns of a single block that take no longer than the delay of another launch. */
  private static final int FEW_TURNS = 8;

  private final Kernels kernels;

  /** Stages that follow each other; the launches of one do not depend on each other. */
  private final List<List<Launch>> stages = new ArrayList<>();

  /** What the last stage reads and writes. */
  private final Set<Storage> read = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<Storage> written = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Starts an empty group.
   *
   * @param kernels where joined kernels are kept
   */
  public LaunchGroup(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Takes a launch in, if it may run beside those of the last stage: it neither writes what they
   * read or write nor reads what they write, no scratch memory is involved, and it is small; or if
   * it can follow them, because all are tiny. Any launch can be the first.
   *
   * @param launch the launch that follows those of the group
   * @return whether it has been taken in
   */
  public boolean offer(Launch launch) {
    if (stages.isEmpty() || !fits(launch)) {
      if (!stages.isEmpty() && !follows(launch)) {
        return false;
      }
      stages.add(new ArrayList<>());
      read.clear();
      written.clear();
    }
    stages.get(stages.size() - 1).add(launch);
    for (Argument argument : launch.arguments()) {
      if (argument instanceof Argument.Pointer pointer) {
        (pointer.written() ? written : read).add(pointer.storage());
      }
    }
    return true;
  }

  private boolean fits(Launch launch) {
    boolean fits = count() < MOST && isJoinable(stages.get(0).get(0)) && isJoinable(launch);
    fits &= stages.size() == 1 || isTiny(launch);
    for (Argument argument : launch.arguments()) {
      if (argument instanceof Argument.Pointer pointer) {
        fits &= !written.contains(pointer.storage());
        fits &= !(pointer.written() && read.contains(pointer.storage()));
      }
    }
    return fits;
  }

  private boolean follows(Launch launch) {
    return count() < MOST
        && isTiny(launch)
        && stages.stream().flatMap(List::stream).allMatch(LaunchGroup::isTiny);
  }

  private int count() {
    return stages.stream().mapToInt(List::size).sum();
  }

  /** Whether a single block can do all of it as well. */
  private static boolean isTiny(Launch launch) {
    return isJoinable(launch) && launch.turns() <= FEW_TURNS;
  }

  private static boolean isJoinable(Launch launch) {
    boolean anyThreads = launch.kernel().name().startsWith("elementwise_");
    return launch.kernel().body().isPresent()
        && (anyThreads || launch.threads() == ReductionSplit.THREADS)
        && (long) launch.blocks() * launch.threads() <= LARGE
        && launch.arguments().stream().noneMatch(Argument.Scratch.class::isInstance);
  }

  /**
   * Empties the group.
   *
   * @return one launch for all, or none if there was none
   */
  public List<Launch> take() {
    List<Launch> taken = List.of();
    if (stages.size() > 1) {
      taken = List.of(kernels.chained(stages));
    } else if (stages.size() == 1) {
      List<Launch> only = stages.get(0);
      taken = only.size() == 1 ? only : List.of(kernels.joined(only));
    }
    stages.clear();
    read.clear();
    written.clear();
    return taken;
  }
}
