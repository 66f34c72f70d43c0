package org.latent4j.tck;

import java.util.function.IntToDoubleFunction;
import org.latent4j.graph.Expression;
import org.latent4j.op.DataType;
import org.latent4j.op.DoubleAlgebra;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;

/**
 * Evaluates an expression in {@code double} and keeps, for every node, how far a backend may be off
 * that computes in the expression's type: the bound of the operation itself, and the operands'
 * errors times the derivatives of the operation. A contraction of two operations into one, such as
 * a fused multiply-add, stays within these bounds.
 */
final class ExpressionOracle {
  private final Expression expression;
  private final DataType type;
  private final double[] values;
  private final double[] errors;

  ExpressionOracle(Expression expression) {
    this.expression = expression;
    this.type = expression.computeType();
    this.values = new double[expression.nodes().size()];
    this.errors = new double[values.length];
  }

  /**
   * Evaluates all nodes for one element.
   *
   * @param leaf the exact value of a node that is an input, position or draw, by its number
   */
  void evaluate(IntToDoubleFunction leaf) {
    for (int node = 0; node < values.length; node++) {
      errors[node] = 0;
      expression.nodes().get(node).accept(new Evaluation(node, leaf));
    }
  }

  /** The value of an output for the element that was evaluated, before it is stored. */
  double value(int output) {
    return values[expression.outputs().get(output).node()];
  }

  /** How far an output may be off after it has been stored in a floating type. */
  double error(int output) {
    Expression.Output stored = expression.outputs().get(output);
    return errors[stored.node()] + Accuracy.unit(stored.type(), values[stored.node()]);
  }

  /** Finds the value and the error of a node, given those of the nodes before it. */
  private final class Evaluation implements Expression.Cases<Void> {
    private final int node;
    private final IntToDoubleFunction leaf;

    Evaluation(int node, IntToDoubleFunction leaf) {
      this.node = node;
      this.leaf = leaf;
    }

    private Void exact(double value) {
      values[node] = Elements.rounded(type, value);
      return null;
    }

    @Override
    public Void input(Expression.Input input) {
      return exact(leaf.applyAsDouble(node));
    }

    @Override
    public Void constant(Expression.Constant constant) {
      return exact(constant.value());
    }

    @Override
    public Void index(Expression.Index index) {
      return exact(leaf.applyAsDouble(node));
    }

    @Override
    public Void uniform(Expression.Uniform uniform) {
      return exact(leaf.applyAsDouble(node));
    }

    @Override
    public Void unary(Expression.Unary unary) {
      ExpressionOracle.this.unary(node, unary.op(), unary.operand());
      return null;
    }

    @Override
    public Void binary(Expression.Binary binary) {
      ExpressionOracle.this.binary(node, binary);
      return null;
    }

    @Override
    public Void ternary(Expression.Ternary ternary) {
      where(node, ternary);
      return null;
    }
  }

  private void unary(int node, UnaryOp op, int operand) {
    double x = values[operand];
    double error = errors[operand];
    double y = op.apply(x);
    values[node] = y;
    errors[node] = slack() * Accuracy.bound(op, type, x, y);
    if (error > 0) {
      boolean jumps = op == UnaryOp.SIGN || op == UnaryOp.FLOOR;
      errors[node] +=
          jumps
              ? Math.abs(op.apply(x + error) - op.apply(x - error))
              : error * Math.abs(op.derivative(DoubleAlgebra.INSTANCE, x, y));
    }
  }

  private void binary(int node, Expression.Binary binary) {
    double a = values[binary.left()];
    double b = values[binary.right()];
    double left = errors[binary.left()];
    double right = errors[binary.right()];
    double y = binary.op().apply(a, b);
    values[node] = y;
    errors[node] = slack() * Accuracy.bound(binary.op(), type, y);
    switch (binary.op()) {
      case LT, LE, EQ ->
          errors[node] += Math.abs(a - b) <= left + right && left + right > 0 ? 1 : 0;
      case MIN, MAX -> errors[node] += Math.max(left, right);
      default -> {
        if (left > 0) {
          errors[node] +=
              left * Math.abs(binary.op().derivativeLeft(DoubleAlgebra.INSTANCE, a, b, y));
        }
        if (right > 0) {
          errors[node] +=
              right * Math.abs(binary.op().derivativeRight(DoubleAlgebra.INSTANCE, a, b, y));
        }
      }
    }
  }

  private void where(int node, Expression.Ternary where) {
    double condition = values[where.first()];
    double a = values[where.second()];
    double b = values[where.third()];
    values[node] = TernaryOp.WHERE.apply(condition, a, b);
    errors[node] = errors[condition != 0 ? where.second() : where.third()];
    if (errors[where.first()] > 0) {
      errors[node] = Math.abs(a - b) + errors[where.second()] + errors[where.third()];
    }
  }

  /** In FLOAT64 the evaluation here has errors of the same size. */
  private double slack() {
    return type == DataType.FLOAT64 ? 2 : 1;
  }
}
