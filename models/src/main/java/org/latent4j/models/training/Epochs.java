package org.latent4j.models.training;

import java.util.ArrayList;
import java.util.List;

/**
 * How the steps of an epoch are laid over the examples. A chunk gives as many full batches as it
 * holds and then a shorter one, unless a step takes several batches.
 */
final class Epochs {
  private final TrainingKeys keys;
  private final Supply supply;
  private final int batch;
  private final boolean dropsRest;
  private final int steps;

  /**
   * The steps over one chunk.
   *
   * @param chunk its number
   * @param rows how many examples it has
   * @param first the number of its first step in the epoch
   * @param fullSteps how many steps have full batches
   * @param rest the examples of the last, shorter batch; 0 if there is none
   */
  record Pass(int chunk, int rows, int first, int fullSteps, int rest) {
    /** One past the last step. */
    int end() {
      return first + fullSteps + (rest > 0 ? 1 : 0);
    }
  }

  /**
   * Lays out the steps.
   *
   * @param keys where the order comes from
   * @param supply the examples
   * @param batch the examples of a full step
   * @param dropsRest whether fewer examples than that are left out
   */
  Epochs(TrainingKeys keys, Supply supply, int batch, boolean dropsRest) {
    this.keys = keys;
    this.supply = supply;
    this.batch = batch;
    this.dropsRest = dropsRest;
    List<Pass> passes = passes(1);
    this.steps = passes.get(passes.size() - 1).end();
    if (steps == 0) {
      throw new IllegalArgumentException(
          "training: a step takes "
              + batch
              + " examples, but there are only "
              + supply.rows()
              + "; choose a smaller batch");
    }
  }

  /** How many steps each epoch has. */
  int steps() {
    return steps;
  }

  /** The passes of an epoch in their order, which counts from 1. */
  List<Pass> passes(int epoch) {
    int[] order = supply.chunks() == 1 ? new int[] {0} : keys.chunks(epoch, supply.chunks());
    List<Pass> passes = new ArrayList<>();
    int first = 0;
    for (int chunk : order) {
      int rows = supply.rows(chunk);
      Pass pass = new Pass(chunk, rows, first, rows / batch, dropsRest ? 0 : rows % batch);
      passes.add(pass);
      first = pass.end();
    }
    return passes;
  }

  /** The order of the examples of a pass. */
  int[] order(int epoch, Pass pass) {
    return keys.order(epoch, pass.chunk(), pass.rows());
  }
}
