package org.latent4j.graph;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/** The expressions of a single operation, each made once. */
public final class Expressions {
  private static final Map<Object, Expression> KNOWN = new ConcurrentHashMap<>();

  private record CopyOf(DataType from, DataType to) {}

  private record UnaryOf(UnaryOp op, DataType type) {}

  private record BinaryOf(BinaryOp op, DataType type) {}

  private record ZeroOf(DataType type) {}

  private Expressions() {}

  /**
   * Returns the type to compute in so that every element of a type is held exactly.
   *
   * @param type any type
   * @return FLOAT32 for FLOAT32 and UINT8, FLOAT64 for FLOAT64 and INT32
   */
  public static DataType computeTypeOf(DataType type) {
    return type == DataType.FLOAT64 || type == DataType.INT32 ? DataType.FLOAT64 : DataType.FLOAT32;
  }

  /**
   * Returns the expression that copies its input, converting it.
   *
   * @param from the type read
   * @param to the type stored
   * @return {@code x0}
   */
  public static Expression copy(DataType from, DataType to) {
    return KNOWN.computeIfAbsent(
        new CopyOf(from, to),
        unused -> {
          // The wider of the two, so that neither the load nor the arithmetic loses anything.
          boolean wide =
              computeTypeOf(from) == DataType.FLOAT64 || computeTypeOf(to) == DataType.FLOAT64;
          Expression.Builder builder = Expression.in(wide ? DataType.FLOAT64 : DataType.FLOAT32);
          return builder.build(List.of(new Expression.Output(builder.input(0), to)));
        });
  }

  /**
   * Returns the expression that stores zero.
   *
   * @param type the type stored
   * @return {@code 0}
   */
  public static Expression zero(DataType type) {
    return KNOWN.computeIfAbsent(
        new ZeroOf(type),
        unused -> {
          Expression.Builder builder = Expression.in(computeTypeOf(type));
          return builder.build(List.of(new Expression.Output(builder.constant(0), type)));
        });
  }

  /**
   * Returns an operation on one input.
   *
   * @param op the operation
   * @param type the type read and stored
   * @return {@code op(x0)}
   */
  public static Expression unary(UnaryOp op, DataType type) {
    return KNOWN.computeIfAbsent(
        new UnaryOf(op, type),
        unused -> {
          Expression.Builder builder = Expression.in(computeTypeOf(type));
          int output = builder.unary(op, builder.input(0));
          return builder.build(List.of(new Expression.Output(output, type)));
        });
  }

  /**
   * Returns an operation on two inputs.
   *
   * @param op the operation
   * @param type the type read and stored
   * @return {@code op(x0, x1)}
   */
  public static Expression binary(BinaryOp op, DataType type) {
    return KNOWN.computeIfAbsent(
        new BinaryOf(op, type),
        unused -> {
          Expression.Builder builder = Expression.in(computeTypeOf(type));
          int output = builder.binary(op, builder.input(0), builder.input(1));
          return builder.build(List.of(new Expression.Output(output, type)));
        });
  }

  /**
   * Leaves out nodes that no output needs and numbers the inputs anew.
   *
   * @param full the expression
   * @param slots to which the old slot of each input that is left is added
   * @return the shorter expression
   */
  static Expression pruned(Expression full, List<Integer> slots) {
    List<Expression.Node> nodes = full.nodes();
    boolean[] needed = new boolean[nodes.size()];
    full.outputs().forEach(output -> needed[output.node()] = true);
    for (int number = nodes.size() - 1; number >= 0; number--) {
      if (needed[number]) {
        nodes.get(number).operands().forEach(operand -> needed[operand] = true);
      }
    }
    Expression.Builder builder = Expression.in(full.computeType());
    int[] numbers = new int[nodes.size()];
    for (int number = 0; number < numbers.length; number++) {
      if (needed[number]) {
        numbers[number] = builder.node(renumbered(nodes.get(number), numbers, slots));
      }
    }
    return builder.build(
        full.outputs().stream()
            .map(output -> new Expression.Output(numbers[output.node()], output.type()))
            .toList());
  }

  private static Expression.Node renumbered(
      Expression.Node node, int[] numbers, List<Integer> slots) {
    if (node instanceof Expression.Input input) {
      slots.add(input.slot());
      return new Expression.Input(slots.size() - 1);
    }
    return node.renumbered(number -> numbers[number]);
  }
}
