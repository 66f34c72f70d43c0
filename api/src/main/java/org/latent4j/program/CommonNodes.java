package org.latent4j.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/** Does once what is done twice: nodes of equal operations on equal operands. */
final class CommonNodes {
  private record Work(Operation operation, List<Plan.Operand> operands) {}

  private CommonNodes() {}

  static Plan merge(Plan plan) {
    int[] sameAs = new int[plan.values().size()];
    for (int value = 0; value < sameAs.length; value++) {
      sameAs[value] = value;
    }
    Map<Work, Plan.Node> known = new HashMap<>();
    List<Plan.Node> kept = new ArrayList<>();
    for (Plan.Node node : plan.nodes()) {
      List<Plan.Operand> operands =
          node.operands().stream().map(operand -> renamed(operand, sameAs)).toList();
      Plan.Node same = known.get(new Work(node.operation(), operands));
      if (same == null) {
        Plan.Node first = new Plan.Node(node.operation(), operands, node.results());
        known.put(new Work(node.operation(), operands), first);
        kept.add(first);
      } else {
        for (int i = 0; i < node.results().size(); i++) {
          sameAs[node.results().get(i)] = same.results().get(i);
        }
      }
    }
    List<Plan.Update> updates =
        plan.updates().stream()
            .map(update -> new Plan.Update(update.state(), renamed(update.source(), sameAs)))
            .toList();
    List<Plan.Operand> outputs =
        plan.outputs().stream().map(output -> renamed(output, sameAs)).toList();
    return new Plan(plan.values(), kept, updates, outputs);
  }

  private static Plan.Operand renamed(Plan.Operand operand, int[] sameAs) {
    return new Plan.Operand(sameAs[operand.value()], operand.layout());
  }
}
