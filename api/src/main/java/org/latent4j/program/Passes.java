package org.latent4j.program;

import org.latent4j.graph.Plan;

/**
 * What is done to a recorded plan before a backend gets it. Every pass leaves the results as they
 * are.
 */
final class Passes {
  private Passes() {}

  static Plan optimise(Plan recorded) {
    Plan live = DeadCode.remove(CommonNodes.merge(recorded));
    return DeadCode.remove(ElementwiseFusion.fuse(KeysFirst.reorder(live)));
  }
}
