package org.latent4j.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.op.DataType;

/** Takes out the nodes, and the outputs of expressions, whose results nobody reads. */
final class DeadCode {
  private DeadCode() {}

  static Plan remove(Plan plan) {
    boolean[] read = new boolean[plan.values().size()];
    plan.outputs().forEach(output -> read[output.value()] = true);
    plan.updates().forEach(update -> read[update.source().value()] = true);
    List<Plan.Node> kept = new ArrayList<>();
    // From the last to the first, so that what only dead nodes read is dead, too.
    for (int number = plan.nodes().size() - 1; number >= 0; number--) {
      Plan.Node node = plan.nodes().get(number);
      if (node.results().stream().anyMatch(result -> read[result])) {
        Plan.Node live = withoutUnread(node, read);
        live.operands().forEach(operand -> read[operand.value()] = true);
        kept.add(live);
      }
    }
    Collections.reverse(kept);
    return new Plan(plan.values(), kept, plan.updates(), plan.outputs());
  }

  private static Plan.Node withoutUnread(Plan.Node node, boolean[] read) {
    if (!(node.operation() instanceof Operation.Elementwise elementwise)
        || node.results().stream().allMatch(result -> read[result])) {
      return node;
    }
    Expression expression = elementwise.expression();
    List<Integer> wanted =
        IntStream.range(0, node.results().size())
            .filter(output -> read[node.results().get(output)])
            .boxed()
            .toList();
    ExpressionBuild build = new ExpressionBuild(expression.computeType());
    List<Integer> numbers = build.append(expression, node.operands(), wanted);
    List<Expression.Output> outputs = new ArrayList<>();
    List<Integer> results = new ArrayList<>();
    for (int output : wanted) {
      DataType type = expression.outputs().get(output).type();
      outputs.add(new Expression.Output(numbers.get(output), type));
      results.add(node.results().get(output));
    }
    return build.node(elementwise.shape(), outputs, results);
  }
}
