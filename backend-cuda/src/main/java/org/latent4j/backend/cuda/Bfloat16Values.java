package org.latent4j.backend.cuda;

import java.util.List;
import java.util.Set;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;

/**
 * Which values of a plan are stored in bfloat16 by the kernel that makes them, because products in
 * that precision read them, and which of those are stored in no other way: what nobody else reads,
 * and numbers that bfloat16 has exactly, as long as kernels alone read them. Draws of 0 and 1 are
 * such numbers, and so are bytes.
 */
final class Bfloat16Values {
  private static final int LOST_BITS = 0xffff;

  /** Who makes the results. */
  interface Maker {
    /**
     * Tells whether a result can be stored in bfloat16.
     *
     * @param node the number of a node
     * @param output which of its results
     * @return true if it can
     */
    boolean canStore(int node, int output);
  }

  private final Plan plan;
  private final Set<Integer> stacks;
  private final boolean[] stored;
  private final boolean[] alone;
  private final boolean[] exact;

  /**
   * Finds them.
   *
   * @param plan the plan
   * @param stacks the values that are factors put below each other
   * @param maker says which results can be stored in bfloat16
   */
  Bfloat16Values(Plan plan, Set<Integer> stacks, Maker maker) {
    this.plan = plan;
    this.stacks = Set.copyOf(stacks);
    int count = plan.values().size();
    this.stored = new boolean[count];
    this.alone = new boolean[count];
    this.exact = new boolean[count];
    boolean[] factor = new boolean[count];
    boolean[] readByKernels = new boolean[count];
    boolean[] readOtherwise = new boolean[count];
    plan.outputs().forEach(output -> readOtherwise[output.value()] = true);
    plan.updates().forEach(update -> readOtherwise[update.source().value()] = true);
    for (Plan.Node node : plan.nodes()) {
      for (int slot = 0; slot < node.operands().size(); slot++) {
        Plan.Operand operand = node.operands().get(slot);
        boolean[] readers =
            isFactor(node, slot) ? factor : isTerm(node, slot) ? readByKernels : readOtherwise;
        readers[operand.value()] = true;
      }
    }
    findExact();
    for (int number = 0; number < plan.nodes().size(); number++) {
      List<Integer> results = plan.nodes().get(number).results();
      for (int output = 0; output < results.size(); output++) {
        int result = results.get(output);
        stored[result] = factor[result] && maker.canStore(number, output);
        alone[result] =
            stored[result] && !readOtherwise[result] && (exact[result] || !readByKernels[result]);
      }
    }
  }

  /** Whether the kernel that makes a value stores it in bfloat16. */
  boolean isStored(int value) {
    return stored[value];
  }

  /** Whether it stores it in no other way. */
  boolean isAlone(int value) {
    return alone[value];
  }

  /** Whether a FLOAT32 product reads an operand as a factor, or as a part of one, whole. */
  private boolean isFactor(Plan.Node node, int slot) {
    Plan.Operand operand = node.operands().get(slot);
    Plan.Value value = plan.values().get(operand.value());
    boolean turned =
        value.shape().rank() == 2
            && operand.layout().equals(Layout.dense(value.shape()).transpose(1, 0));
    boolean reads =
        node.operation() instanceof Operation.MatrixProduct
            ? slot < 2
            : stacks.contains(node.results().get(0));
    return reads && value.type() == DataType.FLOAT32 && (isWhole(operand) || turned);
  }

  /** Whether a generated kernel reads an operand, whole and in order. */
  private boolean isTerm(Plan.Node node, int slot) {
    boolean input =
        node.operation() instanceof Operation.Elementwise elementwise
            && slot < elementwise.expression().inputCount();
    return (input || node.operation() instanceof Operation.Reduction)
        && isWhole(node.operands().get(slot));
  }

  private boolean isWhole(Plan.Operand operand) {
    return operand.layout().equals(Layout.dense(plan.values().get(operand.value()).shape()));
  }

  private void findExact() {
    for (int value = 0; value < exact.length; value++) {
      exact[value] = plan.values().get(value).type() == DataType.UINT8;
    }
    for (Plan.Node node : plan.nodes()) {
      node.operation().accept(new Exactness(node));
    }
  }

  /** Finds out which results of a node are exact, given the same of its operands. */
  private final class Exactness implements Operation.Cases<Void> {
    private final Plan.Node node;

    Exactness(Plan.Node node) {
      this.node = node;
    }

    @Override
    public Void elementwise(Operation.Elementwise elementwise) {
      boolean[] nodes = exactNodes(elementwise.expression(), node.operands());
      for (int output = 0; output < node.results().size(); output++) {
        int of = elementwise.expression().outputs().get(output).node();
        exact[node.results().get(output)] |= nodes[of];
      }
      return null;
    }

    @Override
    public Void matrixProduct(Operation.MatrixProduct product) {
      return null;
    }

    @Override
    public Void reduction(Operation.Reduction reduction) {
      return null;
    }

    @Override
    public Void gather(Operation.Gather gather) {
      exact[node.results().get(0)] = exact[node.operands().get(0).value()];
      return null;
    }

    @Override
    public Void scatterAdd(Operation.ScatterAdd scatterAdd) {
      return null;
    }

    @Override
    public Void withRows(Operation.WithRows withRows) {
      exact[node.results().get(0)] =
          exact[node.operands().get(0).value()] && exact[node.operands().get(2).value()];
      return null;
    }

    @Override
    public Void assemble(Operation.Assemble assemble) {
      return null;
    }

    @Override
    public Void foldKey(Operation.FoldKey fold) {
      return null;
    }
  }

  private boolean[] exactNodes(Expression expression, List<Plan.Operand> operands) {
    List<Expression.Node> nodes = expression.nodes();
    boolean[] found = new boolean[nodes.size()];
    ExactNodes cases = new ExactNodes(nodes, operands, found);
    for (int number = 0; number < found.length; number++) {
      found[number] = nodes.get(number).accept(cases);
    }
    return found;
  }

  /** Whether a node is exact, given the same of the nodes before it. */
  private final class ExactNodes implements Expression.Cases<Boolean> {
    private final List<Expression.Node> nodes;
    private final List<Plan.Operand> operands;
    private final boolean[] found;

    ExactNodes(List<Expression.Node> nodes, List<Plan.Operand> operands, boolean[] found) {
      this.nodes = nodes;
      this.operands = operands;
      this.found = found;
    }

    @Override
    public Boolean input(Expression.Input input) {
      return exact[operands.get(input.slot()).value()];
    }

    @Override
    public Boolean constant(Expression.Constant constant) {
      float single = (float) constant.value();
      return (Float.floatToRawIntBits(single) & LOST_BITS) == 0;
    }

    @Override
    public Boolean index(Expression.Index index) {
      return false;
    }

    @Override
    public Boolean uniform(Expression.Uniform uniform) {
      return false;
    }

    @Override
    public Boolean unary(Expression.Unary unary) {
      return false;
    }

    @Override
    public Boolean binary(Expression.Binary binary) {
      return isExact(binary, found);
    }

    @Override
    public Boolean ternary(Expression.Ternary ternary) {
      return switch (ternary.op()) {
        case WHERE ->
            found[ternary.second()] && (found[ternary.third()] || isNaNThere(ternary, nodes));
      };
    }
  }

  private static boolean isExact(Expression.Binary binary, boolean[] found) {
    return switch (binary.op()) {
      case LT, LE, EQ -> true;
      case MIN, MAX -> found[binary.left()] && found[binary.right()];
      default -> false;
    };
  }

  /** Whether a value is chosen only where it does not equal itself. */
  private static boolean isNaNThere(Expression.Ternary where, List<Expression.Node> nodes) {
    return nodes.get(where.first()) instanceof Expression.Binary equal
        && equal.op() == BinaryOp.EQ
        && equal.left() == where.third()
        && equal.right() == where.third();
  }
}
