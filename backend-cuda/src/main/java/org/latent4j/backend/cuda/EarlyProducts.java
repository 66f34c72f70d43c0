package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * Small products that are added to a state while it is still to be read: the first of several that
 * move the same weights. Such a product moves towards where its factors have been made, behind the
 * first node from there on that reads the state and before the last, and so gets a place of its own
 * for its result; the next one is added to that, and makes the next state in the state's place.
 * Both phases of contrastive divergence need not follow each other at the end then.
 */
final class EarlyProducts {
  private final Plan plan;
  private final List<Plan.Node> nodes;

  private EarlyProducts(Plan plan) {
    this.plan = plan;
    this.nodes = new ArrayList<>(plan.nodes());
  }

  /**
   * Reorders a plan.
   *
   * @param plan the plan
   * @return the same values, made in another order
   */
  static Plan early(Plan plan) {
    EarlyProducts early = new EarlyProducts(plan);
    for (Plan.Node node : plan.nodes()) {
      early.move(node);
    }
    return new Plan(plan.values(), early.nodes, plan.updates(), plan.outputs());
  }

  private void move(Plan.Node node) {
    if (!accumulates(node)) {
      return;
    }
    int addend = addend(node).value();
    int result = node.results().get(0);
    boolean moves =
        plan.values().get(addend).role() == Plan.Role.STATE
            && Cost.isSmallProduct(plan.values().get(result).shape().size())
            && endsIn(result, addend);
    if (moves) {
      int now = nodes.indexOf(node);
      List<Plan.Node> between = nodes.subList(afterMakers(node), now);
      List<Plan.Node> readers = between.stream().filter(other -> reads(other, addend)).toList();
      if (readers.size() > 1) {
        nodes.remove(now);
        nodes.add(nodes.indexOf(readers.get(0)) + 1, node);
      }
    }
  }

  private static boolean accumulates(Plan.Node node) {
    return node.operation() instanceof Operation.MatrixProduct product && product.beta() != 0;
  }

  private static Plan.Operand addend(Plan.Node node) {
    return node.operands().get(node.operands().size() - 1);
  }

  /** Whether the only use of a result is to be added to, to become the next value of a state. */
  private boolean endsIn(int result, int state) {
    List<Plan.Node> readers = plan.nodes().stream().filter(node -> reads(node, result)).toList();
    boolean inside =
        plan.outputs().stream().noneMatch(output -> output.value() == result)
            && plan.updates().stream().noneMatch(update -> update.source().value() == result);
    if (!inside || readers.size() != 1 || !accumulates(readers.get(0))) {
      return false;
    }
    Plan.Node reader = readers.get(0);
    long uses = reader.operands().stream().filter(operand -> operand.value() == result).count();
    Layout whole = Layout.dense(plan.values().get(result).shape());
    return uses == 1
        && addend(reader).equals(new Plan.Operand(result, whole))
        && plan.updates()
            .contains(new Plan.Update(state, new Plan.Operand(reader.results().get(0), whole)));
  }

  private static boolean reads(Plan.Node node, int value) {
    return node.operands().stream().anyMatch(operand -> operand.value() == value);
  }

  private int afterMakers(Plan.Node node) {
    int first = 0;
    for (int number = 0; number < nodes.size(); number++) {
      for (int result : nodes.get(number).results()) {
        first = reads(node, result) ? number + 1 : first;
      }
    }
    return first;
  }
}
