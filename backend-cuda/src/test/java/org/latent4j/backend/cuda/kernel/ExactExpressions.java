package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.latent4j.graph.Expression;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/** Random expressions of operations whose results IEEE 754 fixes to the last bit. */
final class ExactExpressions {
  static final int INPUTS = 3;
  static final int KEYS = 2;
  static final int OUTPUTS = 2;

  private static final UnaryOp[] UNARY = {
    UnaryOp.NEG, UnaryOp.ABS, UnaryOp.SIGN, UnaryOp.FLOOR, UnaryOp.SQRT
  };

  private static final BinaryOp[] BINARY = {
    BinaryOp.ADD,
    BinaryOp.SUB,
    BinaryOp.MUL,
    BinaryOp.DIV,
    BinaryOp.MIN,
    BinaryOp.MAX,
    BinaryOp.LT,
    BinaryOp.LE,
    BinaryOp.EQ
  };

  private ExactExpressions() {}

  static Expression of(SplittableRandom random, int rank, List<DataType> stored) {
    DataType type = random.nextBoolean() ? DataType.FLOAT32 : DataType.FLOAT64;
    Expression.Builder builder = Expression.in(type);
    List<Integer> nodes = new ArrayList<>();
    for (int slot = 0; slot < INPUTS; slot++) {
      nodes.add(builder.input(slot));
    }
    nodes.add(builder.uniform(0, random.nextInt(4)));
    nodes.add(builder.uniform(1, (1L << 33) + random.nextInt(4)));
    for (int axis = 0; axis < rank; axis++) {
      nodes.add(builder.index(axis));
    }
    nodes.add(builder.constant(random.nextDouble(-2, 2)));
    nodes.add(builder.constant(random.nextInt(-1, 3)));
    int operations = random.nextInt(12);
    for (int i = 0; i < operations; i++) {
      nodes.add(operation(random, builder, nodes));
    }
    List<Expression.Output> outputs = new ArrayList<>();
    outputs.add(new Expression.Output(nodes.get(nodes.size() - 1), stored.get(0)));
    for (DataType further : stored.subList(1, stored.size())) {
      outputs.add(new Expression.Output(any(random, nodes), further));
    }
    return builder.build(outputs);
  }

  private static Integer operation(
      SplittableRandom random, Expression.Builder builder, List<Integer> nodes) {
    return switch (random.nextInt(5)) {
      case 0 -> builder.unary(UNARY[random.nextInt(UNARY.length)], any(random, nodes));
      case 1 -> builder.where(any(random, nodes), any(random, nodes), any(random, nodes));
      default ->
          builder.binary(
              BINARY[random.nextInt(BINARY.length)], any(random, nodes), any(random, nodes));
    };
  }

  private static Integer any(SplittableRandom random, List<Integer> nodes) {
    return nodes.get(random.nextInt(nodes.size()));
  }
}
