package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * Reductions that compute their elements themselves. An elementwise node whose only reader is a
 * reduction is left out of the plan, and the reduction gets the operands of that node as its own.
 * Likewise a single output of a node: the reduction computes it from what the node reads and from
 * its other outputs. A difference of data and model, for one, is then never stored. A sum of many
 * elements does more: it makes the other outputs, too, and stores what others read, so that it goes
 * through none of them.
 */
final class FusedReductions {
  /**
   * A reduction that would have to read more than this in the place of one stored output does not.
   */
  private static final int MOST_SOURCES = 2;

  /** Sums of more elements than this make what they add up; for fewer it stays in the cache. */
  private static final long MANY = 1 << 21;

  private final Plan full;
  private final List<Plan.Node> nodes;
  private final int[] uses;
  private final Plan.Node[] makers;

  /** By the results of reductions: what makes their elements. */
  private final Map<Integer, Operation.Elementwise> elements = new HashMap<>();

  private FusedReductions(Plan full) {
    this.full = full;
    this.nodes = new ArrayList<>(full.nodes());
    this.uses = new int[full.values().size()];
    this.makers = new Plan.Node[uses.length];
    full.outputs().forEach(output -> uses[output.value()]++);
    full.updates().forEach(update -> uses[update.source().value()]++);
    for (Plan.Node node : full.nodes()) {
      node.operands().forEach(operand -> uses[operand.value()]++);
      node.results().forEach(result -> makers[result] = node);
    }
    for (Plan.Node node : full.nodes()) {
      if (node.operation() instanceof Operation.Reduction) {
        fuse(node);
      }
    }
  }

  private void fuse(Plan.Node reduction) {
    Plan.Operand operand = reduction.operands().get(0);
    Plan.Node maker = makers[operand.value()];
    Plan.Value value = full.values().get(operand.value());
    if (maker == null
        || !(maker.operation() instanceof Operation.Elementwise elementwise)
        || elementwise.expression().computeType() != value.type()
        || !operand.layout().equals(Layout.dense(value.shape()))) {
      return;
    }
    boolean plain = isPlain(elementwise.expression());
    boolean alone = uses[operand.value()] == 1;
    if (plain && isLargeSum(reduction, value)) {
      fuseWhole(reduction, maker, elementwise);
    } else if (alone && maker.results().size() > 1) {
      fuseOutput(reduction, maker, elementwise);
    } else if (alone && plain) {
      elements.put(reduction.results().get(0), elementwise);
      nodes.remove(maker);
      maker.operands().forEach(read -> uses[read.value()]--);
      replace(reduction, reduction.operation(), maker.operands(), reduction.results());
    }
  }

  private static boolean isLargeSum(Plan.Node reduction, Plan.Value of) {
    return ((Operation.Reduction) reduction.operation()).op() == ReductionOp.SUM
        && of.type() == DataType.FLOAT32
        && of.shape().size() > MANY;
  }

  /** Whether a reduction can compute an expression. Draws keep their own node. */
  private static boolean isPlain(Expression expression) {
    return expression.keyCount() == 0 && expression.inputCount() > 0;
  }

  /** The sum takes the place of what makes its elements, and stores what others read of it. */
  private void fuseWhole(Plan.Node reduction, Plan.Node maker, Operation.Elementwise whole) {
    int added = reduction.operands().get(0).value();
    Expression.Builder builder = Expression.in(whole.expression().computeType());
    whole.expression().nodes().forEach(builder::node);
    List<Expression.Output> outputs = new ArrayList<>();
    List<Integer> results = new ArrayList<>(reduction.results());
    outputs.add(whole.expression().outputs().get(maker.results().indexOf(added)));
    uses[added]--;
    for (int output = 0; output < maker.results().size(); output++) {
      int result = maker.results().get(output);
      makers[result] = null;
      if (uses[result] > 0) {
        outputs.add(whole.expression().outputs().get(output));
        results.add(result);
      }
    }
    Plan.Node sum = new Plan.Node(reduction.operation(), maker.operands(), results);
    nodes.remove(reduction);
    nodes.set(nodes.indexOf(maker), sum);
    results.forEach(result -> makers[result] = sum);
    elements.put(
        reduction.results().get(0),
        new Operation.Elementwise(builder.build(outputs), whole.shape()));
  }

  private void fuseOutput(Plan.Node reduction, Plan.Node maker, Operation.Elementwise whole) {
    int output = maker.results().indexOf(reduction.operands().get(0).value());
    List<Integer> others = new ArrayList<>();
    for (int other = 0; other < maker.results().size(); other++) {
      if (other != output) {
        others.add(other);
      }
    }
    Expression expression = whole.expression();
    ExpressionPart part = ExpressionPart.of(expression, List.of(output), Set.copyOf(others));
    ExpressionPart rest = ExpressionPart.of(expression, others, Set.of());
    if (!isPlain(part.expression())
        || part.sources().size() > MOST_SOURCES
        || rest.expression().keyCount() != expression.keyCount()) {
      return;
    }
    elements.put(
        reduction.results().get(0), new Operation.Elementwise(part.expression(), whole.shape()));
    replace(reduction, reduction.operation(), operands(part, maker, whole), reduction.results());
    List<Plan.Operand> kept = operands(rest, maker, whole);
    kept.addAll(maker.operands().subList(expression.inputCount(), maker.operands().size()));
    replace(
        maker,
        new Operation.Elementwise(rest.expression(), whole.shape()),
        kept,
        others.stream().map(maker.results()::get).toList());
  }

  private static List<Plan.Operand> operands(
      ExpressionPart part, Plan.Node maker, Operation.Elementwise whole) {
    List<Plan.Operand> operands = new ArrayList<>();
    for (ExpressionPart.Source source : part.sources()) {
      operands.add(
          source.isOutput()
              ? new Plan.Operand(maker.results().get(source.number()), Layout.dense(whole.shape()))
              : maker.operands().get(source.number()));
    }
    return operands;
  }

  private void replace(
      Plan.Node old, Operation operation, List<Plan.Operand> operands, List<Integer> results) {
    Plan.Node node = new Plan.Node(operation, operands, results);
    nodes.set(nodes.indexOf(old), node);
    old.operands().forEach(operand -> uses[operand.value()]--);
    operands.forEach(operand -> uses[operand.value()]++);
    old.results().forEach(result -> makers[result] = null);
    results.forEach(result -> makers[result] = node);
  }

  static FusedReductions of(Plan plan) {
    return new FusedReductions(plan);
  }

  /** The plan without what became part of reductions. */
  Plan plan() {
    return new Plan(full.values(), nodes, full.updates(), full.outputs());
  }

  /** What makes the elements of the reduction with this result; null if it reads them. */
  Operation.@Nullable Elementwise elementsOf(int result) {
    return elements.get(result);
  }
}
