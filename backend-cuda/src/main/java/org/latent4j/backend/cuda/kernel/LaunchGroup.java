package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.latent4j.backend.Storage;

/**
 * Launches that follow each other and do not depend on each other, collected to be made one. Not
 * thread-safe.
 */
public final class LaunchGroup {
  /** More would make a text that hardly occurs twice. */
  private static final int MOST = 8;

  /** A launch of more threads than this fills a GPU by itself. */
  private static final int LARGE = 1 << 18;

  private final Kernels kernels;
  private final List<Launch> launches = new ArrayList<>();
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
   * Takes a launch in, if it may run beside those of the group: it neither writes what they read or
   * write nor reads what they write, no scratch memory is involved, and it is small. Any launch can
   * be the first.
   *
   * @param launch the launch that follows those of the group
   * @return whether it has been taken in
   */
  public boolean offer(Launch launch) {
    if (!launches.isEmpty() && !fits(launch)) {
      return false;
    }
    launches.add(launch);
    for (Argument argument : launch.arguments()) {
      if (argument instanceof Argument.Pointer pointer) {
        (pointer.written() ? written : read).add(pointer.storage());
      }
    }
    return true;
  }

  private boolean fits(Launch launch) {
    boolean fits = launches.size() < MOST && isJoinable(launches.get(0)) && isJoinable(launch);
    for (Argument argument : launch.arguments()) {
      if (argument instanceof Argument.Pointer pointer) {
        fits &= !written.contains(pointer.storage());
        fits &= !(pointer.written() && read.contains(pointer.storage()));
      }
    }
    return fits;
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
    List<Launch> taken =
        launches.size() < 2 ? List.copyOf(launches) : List.of(kernels.joined(launches));
    launches.clear();
    read.clear();
    written.clear();
    return taken;
  }
}
