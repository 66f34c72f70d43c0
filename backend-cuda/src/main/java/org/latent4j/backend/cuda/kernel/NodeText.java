package org.latent4j.backend.cuda.kernel;

import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.latent4j.graph.Expression;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/**
 * Writes the nodes of an expression for one element, each as a constant {@code t0, t1, …} of the
 * compute type. Nodes that no output needs are left out.
 */
final class NodeText {
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
        markOperands(expression.nodes().get(number));
      }
    }
  }

  private void markOperands(Expression.Node node) {
    if (node instanceof Expression.Unary unary) {
      needed[unary.operand()] = true;
    } else if (node instanceof Expression.Binary binary) {
      needed[binary.left()] = true;
      needed[binary.right()] = true;
    } else if (node instanceof Expression.Ternary ternary) {
      needed[ternary.first()] = true;
      needed[ternary.second()] = true;
      needed[ternary.third()] = true;
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
   * @param leaf the C expression of an input, position or draw, by the number of its node
   */
  void write(Lines lines, IntFunction<String> leaf) {
    for (int number = 0; number < needed.length; number++) {
      if (needed[number]) {
        String value = value(lines.used(), number, leaf);
        lines.add("const " + type.cuda() + " t" + number + " = " + value + ";");
      }
    }
  }

  private String value(Set<Helper> used, int number, IntFunction<String> leaf) {
    Expression.Node node = expression.nodes().get(number);
    if (node instanceof Expression.Constant constant) {
      return literal(constant.value());
    } else if (node instanceof Expression.Unary unary) {
      if (unary.op() == UnaryOp.DIGAMMA) {
        used.add(Helper.DIGAMMA);
      } else if (unary.op() == UnaryOp.SIGMOID && type == DataType.FLOAT32) {
        used.add(Helper.SIGMOID);
        return "latent4j_sigmoid(t" + unary.operand() + ")";
      }
      return format(unary.op().cuda(type), unary.operand());
    } else if (node instanceof Expression.Binary binary) {
      return format(binary.op().cuda(type), binary.left(), binary.right());
    } else if (node instanceof Expression.Ternary ternary) {
      return format(ternary.op().cuda(type), ternary.first(), ternary.second(), ternary.third());
    }
    return leaf.apply(number);
  }

  private static String format(String template, Integer... nodes) {
    Object[] names = new Object[nodes.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = "t" + nodes[i];
    }
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
