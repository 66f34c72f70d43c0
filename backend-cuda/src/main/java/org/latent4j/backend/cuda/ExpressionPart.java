package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.latent4j.graph.Expression;

/**
 * What some outputs of an expression need of it, as an expression of its own. Where one of them
 * needs what another output stores, that can be read instead.
 *
 * @param expression the part; its draws have the numbers of their keys in the whole
 * @param sources for each of its input slots what is read
 */
record ExpressionPart(Expression expression, List<Source> sources) {

  /**
   * Where an input of a part comes from.
   *
   * @param isOutput whether it is an output of the whole, else an input
   * @param number the number of the output, or the slot of the input
   */
  record Source(boolean isOutput, int number) {}

  /**
   * Takes a part.
   *
   * @param whole the expression
   * @param outputs the numbers of the outputs that the part has, in order
   * @param stored the numbers of the outputs that the part may read, none of them its own
   */
  static ExpressionPart of(Expression whole, List<Integer> outputs, Set<Integer> stored) {
    return new Copy(whole, outputs, stored).part();
  }

  /** A part being copied, node by node. */
  private static final class Copy {
    private final Expression whole;
    private final List<Integer> outputs;
    private final Expression.Builder builder;
    private final List<Source> sources = new ArrayList<>();

    /** For each node of the whole: the output that stores it, or -1; and the node of the part. */
    private final int[] storedBy;

    private final int[] copies;

    Copy(Expression whole, List<Integer> outputs, Set<Integer> stored) {
      this.whole = whole;
      this.outputs = outputs;
      this.builder = Expression.in(whole.computeType());
      this.storedBy = new int[whole.nodes().size()];
      this.copies = new int[storedBy.length];
      Arrays.fill(storedBy, -1);
      Arrays.fill(copies, -1);
      for (int output : stored) {
        Expression.Output read = whole.outputs().get(output);
        if (read.type() == whole.computeType()) {
          storedBy[read.node()] = output;
        }
      }
    }

    ExpressionPart part() {
      List<Expression.Output> made = new ArrayList<>();
      for (int output : outputs) {
        Expression.Output original = whole.outputs().get(output);
        made.add(new Expression.Output(copy(original.node()), original.type()));
      }
      return new ExpressionPart(builder.build(made), List.copyOf(sources));
    }

    private int copy(int number) {
      if (copies[number] < 0) {
        copies[number] = made(number);
      }
      return copies[number];
    }

    private int made(int number) {
      Expression.Node node = whole.nodes().get(number);
      if (node instanceof Expression.Constant) {
        return builder.node(node);
      } else if (storedBy[number] >= 0) {
        return input(new Source(true, storedBy[number]));
      } else if (node instanceof Expression.Input input) {
        return input(new Source(false, input.slot()));
      }
      return builder.node(node.renumbered(this::copy));
    }

    private int input(Source source) {
      sources.add(source);
      return builder.input(sources.size() - 1);
    }
  }
}
