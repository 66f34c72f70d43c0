package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * Moves a matrix product whose only reader adds another product to it, such as the statistics of
 * the data phase, down to that reader. Then both can be added to the weights while these are in the
 * cache ({@link ProductWork#and}).
 */
final class AccumulationsTogether {
  private AccumulationsTogether() {}

  static Plan reorder(Plan plan) {
    int[] reads = reads(plan);
    List<Plan.Node> order = new ArrayList<>();
    // From the last node to the first, so that a reader has its place before what it reads.
    for (int i = plan.nodes().size() - 1; i >= 0; i--) {
      Plan.Node node = plan.nodes().get(i);
      order.add(place(node, order, reads), node);
    }
    return new Plan(plan.values(), order, plan.updates(), plan.outputs());
  }

  private static int[] reads(Plan plan) {
    int[] reads = new int[plan.values().size()];
    plan.nodes().forEach(node -> node.operands().forEach(operand -> reads[operand.value()]++));
    plan.updates().forEach(update -> reads[update.source().value()]++);
    plan.outputs().forEach(output -> reads[output.value()]++);
    return reads;
  }

  private static int place(Plan.Node node, List<Plan.Node> order, int[] reads) {
    if (!(node.operation() instanceof Operation.MatrixProduct)
        || reads[node.results().get(0)] != 1) {
      return 0;
    }
    for (int i = 0; i < order.size(); i++) {
      if (accumulates(order.get(i), node.results().get(0))) {
        return i;
      }
    }
    return 0;
  }

  private static boolean accumulates(Plan.Node node, int value) {
    return node.operation() instanceof Operation.MatrixProduct product
        && product.beta() == 1
        && node.operands().get(node.operands().size() - 1).value() == value;
  }
}
