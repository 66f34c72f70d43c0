package org.latent4j.backend.java.host;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Operations that follow each other without waiting: what a part of one needs of those before, the
 * same part has made. So a thread computes its part of all of them while the data are in its cache,
 * and the threads meet only at the end.
 */
final class Segment implements Stage, IntConsumer {
  /** Work that is worth waking another thread for, in nanoseconds. */
  private static final double WORTH_SHARING = 8_000;

  private final Workers workers;
  private final int parts;
  private final Work[] works;
  private final boolean shared;

  /**
   * Puts operations together.
   *
   * @param workers who computes
   * @param parts 1, or one for each worker
   * @param works the operations in their order
   * @param always whether they are shared however little work they are
   */
  Segment(Workers workers, int parts, List<Work> works, boolean always) {
    this.workers = workers;
    this.parts = parts;
    this.works = works.toArray(Work[]::new);
    this.shared = always || works.stream().mapToDouble(Work::cost).sum() > WORTH_SHARING;
  }

  /** Computes all parts. */
  @Override
  public void run() {
    if (shared && parts > 1) {
      workers.runEach(this);
    } else {
      for (int part = 0; part < parts; part++) {
        accept(part);
      }
    }
  }

  /** Computes one part of every operation. */
  @Override
  public void accept(int part) {
    for (Work work : works) {
      work.run(part);
    }
  }
}
