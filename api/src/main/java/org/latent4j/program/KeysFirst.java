package org.latent4j.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * Moves the folding of keys to the front of a plan, as far as it depends on inputs, states and
 * other keys alone. A key costs nothing to have early; derived where it was asked for, it would
 * keep a draw from being merged into what made its probabilities.
 */
final class KeysFirst {
  private KeysFirst() {}

  static Plan reorder(Plan plan) {
    Set<Integer> known = new HashSet<>();
    for (int value = 0; value < plan.values().size(); value++) {
      if (plan.values().get(value).role() != Plan.Role.RESULT) {
        known.add(value);
      }
    }
    List<Plan.Node> first = new ArrayList<>();
    List<Plan.Node> others = new ArrayList<>();
    for (Plan.Node node : plan.nodes()) {
      boolean isKey = node.operation() instanceof Operation.FoldKey;
      if (isKey && node.operands().stream().allMatch(o -> known.contains(o.value()))) {
        first.add(node);
        known.addAll(node.results());
      } else {
        others.add(node);
      }
    }
    first.addAll(others);
    return new Plan(plan.values(), first, plan.updates(), plan.outputs());
  }
}
