package org.latent4j.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.latent4j.graph.Expression;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/**
 * Expressions with many nodes, made by a seed. They have inputs, constants, positions and draws as
 * leaves, share nodes, and have several outputs. Their functions are bounded or grow slowly, so
 * that rounding errors stay small.
 */
final class RandomExpressions {
  static final int INPUTS = 3;
  static final int KEYS = 2;

  private static final UnaryOp[] SMOOTH = {
    UnaryOp.TANH,
    UnaryOp.SIGMOID,
    UnaryOp.SIN,
    UnaryOp.COS,
    UnaryOp.ERF,
    UnaryOp.SOFTPLUS,
    UnaryOp.ABS,
    UnaryOp.NEG
  };

  private static final BinaryOp[] PLAIN = {
    BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.MIN, BinaryOp.MAX
  };

  private final SplittableRandom random;
  private final Expression.Builder builder;
  private final List<Integer> leaves = new ArrayList<>();
  private final List<Integer> nodes = new ArrayList<>();

  private RandomExpressions(DataType type, long seed) {
    random = new SplittableRandom(seed);
    builder = Expression.in(type);
  }

  /** Makes an expression over a shape of the given rank, with so many operations and outputs. */
  static Expression of(DataType type, long seed, int rank, int operations, int outputs) {
    return new RandomExpressions(type, seed).make(rank, operations, outputs);
  }

  private Expression make(int rank, int operations, int outputs) {
    for (int slot = 0; slot < INPUTS; slot++) {
      leaves.add(builder.input(slot));
    }
    for (int slot = 0; slot < KEYS; slot++) {
      leaves.add(builder.uniform(slot, random.nextInt(5)));
    }
    for (int axis = 0; axis < rank; axis++) {
      leaves.add(builder.mul(builder.index(axis), 0.0625)); // exact
    }
    leaves.add(builder.constant(random.nextDouble(-2, 2)));
    nodes.addAll(leaves);
    for (int i = 0; i < operations; i++) {
      nodes.add(operation());
    }
    List<Expression.Output> stored = new ArrayList<>();
    for (int i = 0; i < outputs; i++) {
      // The last node, and others at random; half of them in the other floating type.
      int node = i == 0 ? nodes.get(nodes.size() - 1) : any(nodes);
      stored.add(
          new Expression.Output(
              node, i % 2 == 0 ? builder.computeType() : Elements.FLOATING[random.nextInt(2)]));
    }
    return builder.build(stored);
  }

  private Integer operation() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> builder.unary(SMOOTH[random.nextInt(SMOOTH.length)], any(nodes));
      case 2, 3 -> builder.binary(PLAIN[random.nextInt(PLAIN.length)], bounded(), any(nodes));
      case 4 -> builder.div(any(nodes), builder.add(builder.unary(UnaryOp.ABS, any(nodes)), 1));
      default -> {
        Integer condition = builder.binary(BinaryOp.LT, any(leaves), any(leaves));
        yield builder.where(condition, any(nodes), any(nodes));
      }
    };
  }

  private Integer bounded() {
    return builder.unary(UnaryOp.TANH, any(nodes));
  }

  private Integer any(List<Integer> of) {
    return of.get(random.nextInt(of.size()));
  }
}
