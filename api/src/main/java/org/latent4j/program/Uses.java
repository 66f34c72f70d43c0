package org.latent4j.program;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Plan;

/** Which nodes read the values of a plan, and which values are needed when all nodes have run. */
final class Uses {
  private final List<List<Integer>> readers = new ArrayList<>();
  private final boolean[] neededAtEnd;

  Uses(Plan plan, List<Plan.Node> nodes) {
    plan.values().forEach(unused -> readers.add(new ArrayList<>()));
    for (int node = 0; node < nodes.size(); node++) {
      for (Plan.Operand operand : nodes.get(node).operands()) {
        List<Integer> of = readers.get(operand.value());
        if (of.isEmpty() || of.get(of.size() - 1) != node) {
          of.add(node);
        }
      }
    }
    neededAtEnd = new boolean[plan.values().size()];
    plan.outputs().forEach(output -> neededAtEnd[output.value()] = true);
    plan.updates().forEach(update -> neededAtEnd[update.source().value()] = true);
  }

  /** The nodes that read a value, in their order, each once. */
  List<Integer> readers(int value) {
    return readers.get(value);
  }

  /** Whether an output or the next state is made of the value. */
  boolean neededAtEnd(int value) {
    return neededAtEnd[value];
  }

  boolean isRead(int value) {
    return neededAtEnd[value] || !readers.get(value).isEmpty();
  }
}
