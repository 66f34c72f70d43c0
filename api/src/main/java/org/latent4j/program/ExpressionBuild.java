package org.latent4j.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * An elementwise node that is being put together from the expressions of others. Operands get slots
 * in the order in which they are first read, one slot each however often they are read.
 */
final class ExpressionBuild {
  private final Expression.Builder builder;
  private final Map<Plan.Operand, Integer> inputs = new HashMap<>();
  private final List<Plan.Operand> inputOperands = new ArrayList<>();
  private final Map<Plan.Operand, Integer> keys = new HashMap<>();
  private final List<Plan.Operand> keyOperands = new ArrayList<>();
  private final Map<Integer, Integer> computed = new HashMap<>();

  ExpressionBuild(DataType computeType) {
    this.builder = Expression.in(computeType);
  }

  /** States that a value of the plan is computed by a node of this expression, not read. */
  void computes(int value, int node) {
    computed.put(value, node);
  }

  /**
   * Adds the nodes of an expression that some of its outputs need.
   *
   * @param operands its inputs, then its keys
   * @param wanted the outputs that are needed
   * @return for each output the number of its node here; -1 for those that are not wanted
   */
  List<Integer> append(Expression expression, List<Plan.Operand> operands, List<Integer> wanted) {
    boolean[] needed = needed(expression, wanted);
    List<Integer> numbers = new ArrayList<>();
    for (int node = 0; node < needed.length; node++) {
      numbers.add(
          needed[node]
              ? append(expression.nodes().get(node), numbers, operands, expression.inputCount())
              : -1);
    }
    List<Integer> outputs = new ArrayList<>();
    for (int output = 0; output < expression.outputs().size(); output++) {
      int node = expression.outputs().get(output).node();
      outputs.add(wanted.contains(output) ? numbers.get(node) : -1);
    }
    return outputs;
  }

  private static boolean[] needed(Expression expression, List<Integer> wanted) {
    boolean[] needed = new boolean[expression.nodes().size()];
    wanted.forEach(output -> needed[expression.outputs().get(output).node()] = true);
    for (int number = needed.length - 1; number >= 0; number--) {
      if (needed[number]) {
        expression.nodes().get(number).operands().forEach(operand -> needed[operand] = true);
      }
    }
    return needed;
  }

  private Integer append(
      Expression.Node node, List<Integer> numbers, List<Plan.Operand> operands, int inputCount) {
    if (node instanceof Expression.Input input) {
      Plan.Operand operand = operands.get(input.slot());
      Integer known = computed.get(operand.value());
      return known != null ? known : builder.input(slot(operand, inputs, inputOperands));
    } else if (node instanceof Expression.Uniform draw) {
      Plan.Operand key = operands.get(inputCount + draw.keySlot());
      return builder.uniform(slot(key, keys, keyOperands), draw.firstIndex());
    }
    return builder.node(node.renumbered(numbers::get));
  }

  private static int slot(
      Plan.Operand operand, Map<Plan.Operand, Integer> slots, List<Plan.Operand> operands) {
    return slots.computeIfAbsent(
        operand,
        unused -> {
          operands.add(operand);
          return operands.size() - 1;
        });
  }

  /** How many inputs there are so far. */
  int inputCount() {
    return inputOperands.size();
  }

  /** Ends the node. */
  Plan.Node node(Shape shape, List<Expression.Output> outputs, List<Integer> results) {
    List<Plan.Operand> operands = new ArrayList<>(inputOperands);
    operands.addAll(keyOperands);
    Expression expression = builder.build(outputs);
    return new Plan.Node(new Operation.Elementwise(expression, shape), operands, results);
  }
}
