package org.latent4j.graph;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latent4j.op.Algebra;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.UnaryOp;

/**
 * Builds an expression without arithmetic on the constants 0 and 1, of which derivatives are full.
 * A product with the constant 0 is 0, also where the other factor is not finite: such a 0 says that
 * nothing depends on the factor.
 */
final class Simplifier implements Algebra<Integer> {
  private final Expression.Builder builder;
  private final Map<Integer, Double> constants = new HashMap<>();

  Simplifier(Expression.Builder builder) {
    this.builder = builder;
  }

  boolean isConstant(Integer node) {
    return constants.containsKey(node);
  }

  boolean isConstant(Integer node, double value) {
    Double known = constants.get(node);
    return known != null && known == value;
  }

  @Override
  public Integer constant(double value) {
    Integer node = builder.constant(value);
    constants.put(node, value);
    return node;
  }

  @Override
  public Integer unary(UnaryOp op, Integer x) {
    Double known = constants.get(x);
    return known == null ? builder.unary(op, x) : constant(op.apply(known));
  }

  @Override
  public Integer binary(BinaryOp op, Integer a, Integer b) {
    Double left = constants.get(a);
    Double right = constants.get(b);
    if (left != null && right != null) {
      return constant(op.apply(left, right));
    }
    Integer simpler =
        switch (op) {
          case ADD -> sum(a, b);
          case SUB -> difference(a, b);
          case MUL -> isConstant(a) ? scaled(b, a) : isConstant(b) ? scaled(a, b) : null;
          case DIV -> isConstant(b, 1) ? a : null;
          default -> null;
        };
    return simpler == null ? builder.binary(op, a, b) : simpler;
  }

  private @Nullable Integer sum(Integer a, Integer b) {
    if (isConstant(a, 0)) {
      return b;
    }
    return isConstant(b, 0) ? a : null;
  }

  private @Nullable Integer difference(Integer a, Integer b) {
    if (isConstant(b, 0)) {
      return a;
    }
    return isConstant(a, 0) ? neg(b) : null;
  }

  private @Nullable Integer scaled(Integer x, Integer factor) {
    if (isConstant(factor, 0)) {
      return factor;
    }
    if (isConstant(factor, 1)) {
      return x;
    }
    return isConstant(factor, -1) ? neg(x) : null;
  }

  @Override
  public Integer where(Integer condition, Integer a, Integer b) {
    return a.equals(b) ? a : builder.where(condition, a, b);
  }
}
