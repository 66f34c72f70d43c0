package org.latent4j.program;

import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * What is done to a recorded plan before a backend gets it. Every pass leaves the results as they
 * are.
 */
final class Passes {
  private Passes() {}

  static Plan optimise(Plan recorded) {
    Plan live = DeadCode.remove(CommonNodes.merge(recorded));
    // A key made between a mean and its draw would keep the two from being merged.
    Plan keysFirst = live.withFirst(operation -> operation instanceof Operation.FoldKey);
    return DeadCode.remove(ElementwiseFusion.fuse(keysFirst));
  }
}
