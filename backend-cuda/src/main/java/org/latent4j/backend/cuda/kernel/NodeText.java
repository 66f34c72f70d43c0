package org.latent4j.backend.cuda.kernel;

import java.util.Locale;
import java.util.function.Predicate;
import org.latent4j.graph.Expression;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/**
 * Writes the nodes of an expression for one element, each as a constant {@code t0, t1, …} of the
 * compute type. Nodes that no output needs are left out.
 */
final class NodeText {
  /** Writes what an expression starts from. */
  interface Leaves {
    /** The C expression of an element of an input. */
    String input(int slot);

    /** The C expression of the position along an axis, in the compute type. */
    String index(int axis);

    /** The C expression of the draw that is the node with a number. */
    String uniform(int node);
  }

  private final Expression expression;
  private final DataType type;
  private final boolean[] needed;

  NodeText(Expression expression) {
    this.expression = expression;
    this.type = expression.computeType();
    this.needed = new boolean[expression.nodes().size()];
    expression.outputs().forEach(output -> needed[output.node()] = true);
    for (int number = needed.length - 1; number >= 0; number--) {
      if (needed[number]) {
        expression.nodes().get(number).operands().forEach(operand -> needed[operand] = true);
      }
    }
  }

  boolean needs(int node) {
    return needed[node];
  }

  boolean needsInput(int slot) {
    return anyNeeded(node -> node instanceof Expression.Input input && input.slot() == slot);
  }

  boolean needsKey(int slot) {
    return anyNeeded(
        node -> node instanceof Expression.Uniform uniform && uniform.keySlot() == slot);
  }

  /** Whether a draw or a position needs the linear number of the element. */
  boolean needsLinear() {
    return anyNeeded(
        node -> node instanceof Expression.Uniform || node instanceof Expression.Index);
  }

  private boolean anyNeeded(Predicate<Expression.Node> wanted) {
    for (int number = 0; number < needed.length; number++) {
      if (needed[number] && wanted.test(expression.nodes().get(number))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Writes the statements.
   *
   * @param lines where to
   * @param leaves the C expressions of inputs, positions and draws
   */
  void write(Lines lines, Leaves leaves) {
    for (int number = 0; number < needed.length; number++) {
      if (needed[number]) {
        String value = expression.nodes().get(number).accept(new Text(lines, number, leaves));
        lines.add("const " + type.cuda() + " t" + number + " = " + value + ";");
      }
    }
  }

  /** Writes a node as a C expression. */
  private final class Text implements Expression.Cases<String> {
    private final Lines lines;
    private final int number;
    private final Leaves leaves;

    Text(Lines lines, int number, Leaves leaves) {
      this.lines = lines;
      this.number = number;
      this.leaves = leaves;
    }

    @Override
    public String input(Expression.Input input) {
      return leaves.input(input.slot());
    }

    @Override
    public String constant(Expression.Constant constant) {
      return literal(constant.value());
    }

    @Override
    public String index(Expression.Index index) {
      return leaves.index(index.axis());
    }

    @Override
    public String uniform(Expression.Uniform uniform) {
      return leaves.uniform(number);
    }

    @Override
    public String unary(Expression.Unary unary) {
      if (unary.op() == UnaryOp.DIGAMMA) {
        lines.use(Helper.DIGAMMA);
      } else if (unary.op() == UnaryOp.SIGMOID && type == DataType.FLOAT32) {
        lines.use(Helper.SIGMOID);
        return "latent4j_sigmoid(t" + unary.operand() + ")";
      }
      return format(unary.op().cuda(type), unary);
    }

    @Override
    public String binary(Expression.Binary binary) {
      return format(binary.op().cuda(type), binary);
    }

    @Override
    public String ternary(Expression.Ternary ternary) {
      return format(ternary.op().cuda(type), ternary);
    }
  }

  private static String format(String template, Expression.Node node) {
    Object[] names = node.operands().stream().map(operand -> "t" + operand).toArray();
    return String.format(Locale.ROOT, template, names);
  }

  /** A number that {@link Skeleton} leaves in the text. */
  private String literal(double value) {
    boolean single = type == DataType.FLOAT32;
    if (Double.isNaN(value)) {
      return single ? "__int_as_float(0x7fc00000)" : "__longlong_as_double(0x7ff8000000000000LL)";
    } else if (Double.isInfinite(value)) {
      String infinity =
          single ? "__int_as_float(0x7f800000)" : "__longlong_as_double(0x7ff0000000000000LL)";
      return value > 0 ? infinity : "-" + infinity;
    }
    return single ? Float.toString((float) value) + "f" : Double.toString(value);
  }
}
