package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/** Elementwise operations on tensors: checks, broadcasting, and the expression that is run. */
final class Elementwise {
  private Elementwise() {}

  static Tensor copy(Tensor x, DataType to) {
    return run("cast", Expressions.copy(x.type(), to), List.of(x), List.of());
  }

  static Tensor unary(UnaryOp op, Tensor x) {
    String name = name(op);
    boolean exactOnIntegers = op == UnaryOp.NEG || op == UnaryOp.ABS || op == UnaryOp.SIGN;
    if (exactOnIntegers) {
      Checks.number(name, x);
    } else {
      Checks.floating(name, x);
    }
    return run(name, Expressions.unary(op, x.type()), List.of(x), List.of());
  }

  static Tensor binary(BinaryOp op, Tensor left, Tensor right) {
    String name = name(op);
    Checks.sameType(name, left, right);
    checkType(op, left);
    return run(name, Expressions.binary(op, left.type()), List.of(left, right), List.of());
  }

  static Tensor binary(BinaryOp op, Tensor left, double right) {
    checkType(op, left);
    Checks.representable(name(op), left.type(), right);
    Expression.Builder builder = builderFor(left.type());
    int output = builder.binary(op, builder.input(0), builder.constant(right));
    return run(name(op), store(builder, output, left.type()), List.of(left), List.of());
  }

  /** op(right, left), under another name: x > y is y < x. */
  static Tensor swapped(String name, BinaryOp op, Tensor left, Tensor right) {
    Checks.sameType(name, left, right);
    Checks.number(name, left);
    return run(name, Expressions.binary(op, left.type()), List.of(right, left), List.of());
  }

  /** op(right, left), under another name. */
  static Tensor swapped(String name, BinaryOp op, Tensor left, double right) {
    Checks.number(name, left);
    Checks.representable(name, left.type(), right);
    Expression.Builder builder = builderFor(left.type());
    int output = builder.binary(op, builder.constant(right), builder.input(0));
    return run(name, store(builder, output, left.type()), List.of(left), List.of());
  }

  static Tensor binary(BinaryOp op, double left, Tensor right) {
    checkType(op, right);
    Checks.representable(name(op), right.type(), left);
    Expression.Builder builder = builderFor(right.type());
    int output = builder.binary(op, builder.constant(left), builder.input(0));
    return run(name(op), store(builder, output, right.type()), List.of(right), List.of());
  }

  static Expression.Builder builderFor(DataType type) {
    return Expression.in(Expressions.computeTypeOf(type));
  }

  /** Runs an expression that may read x, over the shape of x and stored in its type. */
  static Tensor like(Tensor x, Expression.Builder builder, int output, List<RandomKey> keys) {
    Expression expression = store(builder, output, x.type());
    return run("elementwise", expression, x.shape(), List.of(x), keys).get(0);
  }

  private static void checkType(BinaryOp op, Tensor x) {
    if (op == BinaryOp.DIV || op == BinaryOp.POW) {
      Checks.floating(name(op), x);
    } else {
      Checks.number(name(op), x);
    }
  }

  /** Ends an expression that computes one number, stored in a type. */
  static Expression store(Expression.Builder builder, int output, DataType type) {
    return builder.build(List.of(new Expression.Output(output, type)));
  }

  /** Runs an expression with one output over the common shape of its inputs, at least one. */
  static Tensor run(String name, Expression expression, List<Tensor> inputs, List<RandomKey> keys) {
    Shape shape = inputs.get(0).shape();
    for (Tensor input : inputs) {
      shape = Shape.broadcast(name, shape, input.shape());
    }
    return run(name, expression, shape, inputs, keys).get(0);
  }

  /** Runs an expression over a shape that every input broadcasts to. */
  static List<Tensor> run(
      String name, Expression expression, Shape shape, List<Tensor> inputs, List<RandomKey> keys) {
    Evaluator evaluator = Evaluator.of(name, inputs, keys);
    List<Tensor> laidOut = new ArrayList<>(expression.inputCount());
    for (int slot = 0; slot < expression.inputCount(); slot++) {
      laidOut.add(inputs.get(slot).broadcastTo(shape));
    }
    return evaluator.elementwise(expression, shape, laidOut, keys);
  }

  private static String name(Enum<?> op) {
    return op.name().toLowerCase(Locale.ROOT);
  }
}
