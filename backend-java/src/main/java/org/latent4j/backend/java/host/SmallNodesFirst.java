package org.latent4j.backend.java.host;

import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * Moves keys and rank-0 arithmetic to the front of a plan, as far as they depend on nothing but
 * each other. One thread makes them; in the midst of a plan the others would have to wait for it.
 */
final class SmallNodesFirst {
  private static final int SMALL = 64;

  private SmallNodesFirst() {}

  static Plan reorder(Plan plan) {
    return plan.withFirst(SmallNodesFirst::isSmall);
  }

  /** Returns how many nodes at the front of a plan are small. */
  static int count(Plan plan) {
    int count = 0;
    while (count < plan.nodes().size() && isSmall(plan.nodes().get(count).operation())) {
      count++;
    }
    return count;
  }

  private static boolean isSmall(Operation operation) {
    return operation instanceof Operation.FoldKey
        || (operation instanceof Operation.Elementwise elementwise
            && elementwise.shape().size() <= SMALL);
  }
}
