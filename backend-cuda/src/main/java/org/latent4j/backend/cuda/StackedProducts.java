package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.UnaryOp;

/**
 * Two sums over examples that are added up become one over twice as many: {@code s A'B - s C'D + W}
 * is the product of A above C with B above -D. So both phases of contrastive divergence move the
 * weights at once, which are read and written once instead of twice, and a GPU is fed by a product
 * with more terms. Factors are made where the stack has them; constants are copied there once.
 */
final class StackedProducts {
  /** A stack must begin its lower part where 16-byte loads can. */
  private static final int ALIGNMENT = 16;

  private final List<Plan.Value> values;
  private final List<Plan.Node> nodes;
  private final List<Plan.Update> updates;
  private final List<Plan.Operand> outputs;

  /** The values that lie in a stack, and the stacks themselves with their parts. */
  private final Set<Integer> placed = new HashSet<>();

  private final Map<Integer, List<Integer>> stacks = new LinkedHashMap<>();

  private StackedProducts(Plan plan) {
    this.values = new ArrayList<>(plan.values());
    this.nodes = new ArrayList<>(plan.nodes());
    this.updates = plan.updates();
    this.outputs = plan.outputs();
    for (Plan.Node node : plan.nodes()) {
      stackWithAddend(node);
    }
  }

  static StackedProducts of(Plan plan) {
    return new StackedProducts(plan);
  }

  /** The plan with stacks, which are results of {@code Assemble}. */
  Plan plan() {
    return new Plan(values, nodes, updates, outputs);
  }

  /** The stacks. */
  Set<Integer> stacks() {
    return stacks.keySet();
  }

  /**
   * Gives the stacks, and the parts that are made in them, memory that nothing else gets.
   *
   * @param memory has room for them
   * @return views by the numbers of values
   */
  Map<Integer, View> places(ProgramMemory memory) {
    Map<Integer, View> places = new LinkedHashMap<>();
    stacks.forEach(
        (stack, parts) -> {
          Plan.Value value = values.get(stack);
          Storage storage = memory.result(value.type(), value.shape().size());
          places.put(stack, new View(storage, Layout.dense(value.shape())));
          long from = 0;
          for (int part : parts) {
            Shape shape = values.get(part).shape();
            if (placed.contains(part)) {
              places.put(part, new View(storage, Layout.dense(shape).shifted(from)));
            }
            from += shape.size();
          }
        });
    return places;
  }

  /** Replaces a product and the one that it is added to, if one can serve for both. */
  private void stackWithAddend(Plan.Node second) {
    Plan.Node first = addedTo(second);
    if (first == null || !isOverExamples(first) || !isOverExamples(second)) {
      return;
    }
    ProductScale upper = ProductScale.of(first, this::maker);
    ProductScale lower = ProductScale.of(second, this::maker);
    if (!upper.equals(lower) && !upper.equals(lower.negative())) {
      return;
    }
    List<Integer> left = List.of(factor(first, 0), factor(second, 0));
    List<Integer> right = List.of(factor(first, 1), factor(second, 1));
    boolean negates = !upper.equals(lower);
    if (left.get(0).equals(left.get(1))
        || right.get(0).equals(right.get(1))
        || !isAligned(left.get(0))
        || !isAligned(right.get(0))
        || copied(left, right, negates) > values.get(second.results().get(0)).shape().size()
        || (negates && elementwiseMaker(right.get(1)) == null)) {
      return;
    }
    if (negates) {
      right = List.of(right.get(0), negated(right.get(1)));
    }
    replace(first, second, left, right);
  }

  /** The product whose result is a product's addend and nothing else, or null. */
  private Plan.@Nullable Node addedTo(Plan.Node second) {
    if (!(second.operation() instanceof Operation.MatrixProduct product) || product.beta() != 1) {
      return null;
    }
    Plan.Operand addend = second.operands().get(second.operands().size() - 1);
    Plan.Node maker = maker(addend.value());
    boolean alone = readers(addend.value()) == 1 && isWhole(addend);
    return alone && maker != null && maker.operation() instanceof Operation.MatrixProduct
        ? maker
        : null;
  }

  private Plan.@Nullable Node maker(int value) {
    for (Plan.Node node : nodes) {
      if (node.results().contains(value)) {
        return node;
      }
    }
    return null;
  }

  private long readers(int value) {
    long inNodes =
        nodes.stream()
            .flatMap(node -> node.operands().stream())
            .filter(operand -> operand.value() == value)
            .count();
    return inNodes + (isKept(value) ? 1 : 0);
  }

  /** Whether a value is handed out, or becomes a state. */
  private boolean isKept(int value) {
    return outputs.stream().anyMatch(output -> output.value() == value) || isNextState(value);
  }

  private boolean isNextState(int value) {
    return updates.stream().anyMatch(update -> update.source().value() == value);
  }

  private boolean isWhole(Plan.Operand operand) {
    return operand.layout().equals(Layout.dense(values.get(operand.value()).shape()));
  }

  /**
   * Whether a product sums over the rows of two matrices: a left factor transposed, a right one.
   */
  private boolean isOverExamples(Plan.Node product) {
    Plan.Operand left = product.operands().get(0);
    Shape shape = values.get(left.value()).shape();
    return shape.rank() == 2
        && left.layout().equals(Layout.dense(shape).transpose(1, 0))
        && isWhole(product.operands().get(1));
  }

  private static int factor(Plan.Node product, int slot) {
    return product.operands().get(slot).value();
  }

  private boolean isAligned(int value) {
    Plan.Value upper = values.get(value);
    return upper.shape().size() * upper.type().bytes() % ALIGNMENT == 0;
  }

  /** How many elements would have to be copied to a stack in every run. */
  private long copied(List<Integer> left, List<Integer> right, boolean negates) {
    long elements = 0;
    for (int value : left) {
      elements += isCopied(value) ? values.get(value).shape().size() : 0;
    }
    elements += isCopied(right.get(0)) ? values.get(right.get(0)).shape().size() : 0;
    boolean lower = !negates && isCopied(right.get(1));
    return elements + (lower ? values.get(right.get(1)).shape().size() : 0);
  }

  private boolean isCopied(int value) {
    return values.get(value).role() != Plan.Role.CONSTANT && !canBePlaced(value);
  }

  /** Whether a value can be made in a stack. */
  private boolean canBePlaced(int value) {
    Plan.Node maker = maker(value);
    return maker != null
        && (maker.operation() instanceof Operation.Elementwise
            || maker.operation() instanceof Operation.Gather)
        && !isNextState(value)
        && !placed.contains(value);
  }

  private Plan.@Nullable Node elementwiseMaker(int value) {
    Plan.Node maker = maker(value);
    return maker != null
            && maker.operation() instanceof Operation.Elementwise elementwise
            && elementwise.expression().computeType() == values.get(value).type()
        ? maker
        : null;
  }

  /** Lets the node that makes a value make its opposite, besides or instead. */
  private int negated(int value) {
    Plan.Node maker = nodes.get(nodes.indexOf(elementwiseMaker(value)));
    Operation.Elementwise whole = (Operation.Elementwise) maker.operation();
    Expression expression = whole.expression();
    int output = maker.results().indexOf(value);
    Expression.Builder builder = Expression.in(expression.computeType());
    expression.nodes().forEach(builder::node);
    int opposite = builder.unary(UnaryOp.NEG, expression.outputs().get(output).node());
    List<Expression.Output> made = new ArrayList<>(expression.outputs());
    List<Integer> results = new ArrayList<>(maker.results());
    Expression.Output negative =
        new Expression.Output(opposite, expression.outputs().get(output).type());
    int number = newValue(values.get(value).shape(), values.get(value));
    if (readers(value) == 1) { // The product alone reads it.
      made.set(output, negative);
      results.set(output, number);
    } else {
      made.add(negative);
      results.add(number);
    }
    Operation.Elementwise operation = new Operation.Elementwise(builder.build(made), whole.shape());
    nodes.set(nodes.indexOf(maker), new Plan.Node(operation, maker.operands(), results));
    return number;
  }

  private int newValue(Shape shape, Plan.Value like) {
    values.add(new Plan.Value(like.type(), shape, Plan.Role.RESULT));
    return values.size() - 1;
  }

  private void replace(Plan.Node first, Plan.Node second, List<Integer> left, List<Integer> right) {
    Operation.MatrixProduct upper = (Operation.MatrixProduct) first.operation();
    int at = nodes.indexOf(second);
    int above = stack(at, left);
    int beside = stack(at + 1, right);
    List<Plan.Operand> operands = new ArrayList<>();
    operands.add(new Plan.Operand(above, Layout.dense(values.get(above).shape()).transpose(1, 0)));
    operands.add(new Plan.Operand(beside, Layout.dense(values.get(beside).shape())));
    operands.addAll(first.operands().subList(2, first.operands().size()));
    Operation product = new Operation.MatrixProduct(upper.alpha(), upper.scaled(), upper.beta());
    nodes.set(at + 2, new Plan.Node(product, operands, second.results()));
    nodes.remove(first);
  }

  /** Adds a node that puts two matrices below each other. */
  private int stack(int at, List<Integer> parts) {
    Plan.Value first = values.get(parts.get(0));
    int rows = first.shape().dim(0) + values.get(parts.get(1)).shape().dim(0);
    Shape shape = Shape.of(rows, first.shape().dim(1));
    Layout dense = Layout.dense(shape);
    List<Layout> regions =
        Arrays.asList(
            dense.slice(0, 0, first.shape().dim(0)), dense.slice(0, first.shape().dim(0), rows));
    List<Plan.Operand> operands =
        parts.stream()
            .map(part -> new Plan.Operand(part, Layout.dense(values.get(part).shape())))
            .toList();
    for (int part : parts) {
      if (canBePlaced(part)) {
        placed.add(part);
      }
    }
    int stack = newValue(shape, first);
    stacks.put(stack, parts);
    nodes.add(at, new Plan.Node(new Operation.Assemble(shape, regions), operands, List.of(stack)));
    return stack;
  }
}
