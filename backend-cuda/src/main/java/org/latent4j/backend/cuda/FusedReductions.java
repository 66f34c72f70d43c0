package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * Reductions that compute their elements themselves. An elementwise node whose only reader is a
 * reduction is left out of the plan, and the reduction gets the operands of that node as its own.
 */
final class FusedReductions {
  private final Plan plan;

  /** By the results of reductions: what makes their elements. */
  private final Map<Integer, Operation.Elementwise> elements = new HashMap<>();

  private FusedReductions(Plan full) {
    int[] uses = new int[full.values().size()];
    Plan.Node[] makers = new Plan.Node[uses.length];
    full.outputs().forEach(output -> uses[output.value()]++);
    full.updates().forEach(update -> uses[update.source().value()]++);
    for (Plan.Node node : full.nodes()) {
      node.operands().forEach(operand -> uses[operand.value()]++);
      node.results().forEach(result -> makers[result] = node);
    }
    List<Plan.Node> nodes = new ArrayList<>(full.nodes());
    for (Plan.Node node : full.nodes()) {
      Plan.Operand operand = node.operands().isEmpty() ? null : node.operands().get(0);
      if (node.operation() instanceof Operation.Reduction && operand != null) {
        Plan.Node maker = makers[operand.value()];
        Plan.Value value = full.values().get(operand.value());
        if (maker != null
            && maker.operation() instanceof Operation.Elementwise elementwise
            && uses[operand.value()] == 1
            && isPlain(elementwise, maker, operand, value)) {
          elements.put(node.results().get(0), elementwise);
          nodes.remove(maker);
          nodes.set(
              nodes.indexOf(node),
              new Plan.Node(node.operation(), maker.operands(), node.results()));
        }
      }
    }
    plan = new Plan(full.values(), nodes, full.updates(), full.outputs());
  }

  /** Whether the reduction reads just what the expression computes. Draws keep their own node. */
  private static boolean isPlain(
      Operation.Elementwise elementwise, Plan.Node maker, Plan.Operand operand, Plan.Value value) {
    return maker.results().size() == 1
        && elementwise.expression().keyCount() == 0
        && elementwise.expression().inputCount() > 0
        && elementwise.expression().computeType() == value.type()
        && operand.layout().equals(Layout.dense(value.shape()));
  }

  static FusedReductions of(Plan plan) {
    return new FusedReductions(plan);
  }

  /** The plan without the nodes that became part of reductions. */
  Plan plan() {
    return plan;
  }

  /** What makes the elements of the reduction with this result; null if it reads them. */
  Operation.@Nullable Elementwise elementsOf(int result) {
    return elements.get(result);
  }
}
