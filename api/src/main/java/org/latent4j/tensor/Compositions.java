package org.latent4j.tensor;

import java.util.Arrays;
import java.util.List;
import org.latent4j.graph.Expression;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.NormalQuantile;

/**
 * Functions of numbers that are composed of several operations, each as one expression: its checks,
 * and the expression that is run.
 */
final class Compositions {
  private Compositions() {}

  // ---- choices and comparisons ----

  static Tensor where(Tensor condition, Tensor then, Tensor otherwise) {
    Checks.sameType("where", then, otherwise);
    Checks.number("where", then);
    Expression.Builder builder = builderFor(condition, then);
    int output = builder.where(builder.input(0), builder.input(1), builder.input(2));
    return run("where", builder, output, then.type(), List.of(condition, then, otherwise));
  }

  static Tensor where(Tensor condition, Tensor then, double otherwise) {
    checkNumber(then, otherwise);
    Expression.Builder builder = builderFor(condition, then);
    int output = builder.where(builder.input(0), builder.input(1), builder.constant(otherwise));
    return run("where", builder, output, then.type(), List.of(condition, then));
  }

  static Tensor where(Tensor condition, double then, Tensor otherwise) {
    checkNumber(otherwise, then);
    Expression.Builder builder = builderFor(condition, otherwise);
    int output = builder.where(builder.input(0), builder.constant(then), builder.input(1));
    return run("where", builder, output, otherwise.type(), List.of(condition, otherwise));
  }

  private static void checkNumber(Tensor values, double number) {
    Checks.number("where", values);
    Checks.representable("where", values.type(), number);
  }

  /** No condition may become 0 by being rounded to the type of the values. */
  private static Expression.Builder builderFor(Tensor condition, Tensor values) {
    return condition.type() == DataType.FLOAT64
        ? Expression.in(DataType.FLOAT64)
        : Elementwise.builderFor(values.type());
  }

  static Tensor notEqual(Tensor x, Tensor y) {
    Checks.sameType("ne", x, y);
    Checks.number("ne", x);
    Expression.Builder builder = Elementwise.builderFor(x.type());
    Integer equal = builder.binary(BinaryOp.EQ, builder.input(0), builder.input(1));
    return run("ne", builder, builder.sub(1, equal), x.type(), List.of(x, y));
  }

  static Tensor notEqual(Tensor x, double y) {
    Checks.number("ne", x);
    Checks.representable("ne", x.type(), y);
    Expression.Builder builder = Elementwise.builderFor(x.type());
    Integer equal = builder.binary(BinaryOp.EQ, builder.input(0), builder.constant(y));
    return run("ne", builder, builder.sub(1, equal), x.type(), List.of(x));
  }

  /** The tensor on the left of both, so that the derivative at a bound is 1. */
  static Tensor clamp(Tensor x, double low, double high) {
    Checks.number("clamp", x);
    Checks.representable("clamp", x.type(), low);
    Checks.representable("clamp", x.type(), high);
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "clamp: the lower bound must not be above the upper one, but they are "
              + low
              + " and "
              + high);
    }
    Expression.Builder builder = Elementwise.builderFor(x.type());
    Integer capped = builder.binary(BinaryOp.MIN, builder.input(0), builder.constant(high));
    int output = builder.binary(BinaryOp.MAX, capped, builder.constant(low));
    return run("clamp", builder, output, x.type(), List.of(x));
  }

  /** x where it is finite, else 0. */
  static Tensor finiteOrZero(Tensor x) {
    Expression.Builder builder = Elementwise.builderFor(x.type());
    Integer value = builder.input(0);
    // x - x is 0 for finite x and NaN for all others.
    Integer isFinite = builder.binary(BinaryOp.EQ, builder.sub(value, value), builder.constant(0));
    int output = builder.where(isFinite, value, builder.constant(0));
    return run("finite", builder, output, x.type(), List.of(x));
  }

  // ---- of floating types ----

  /**
   * The larger one plus softplus of how far the smaller one is below. Of equal ones MAX takes x and
   * MIN, the other way round, y, so that each gets half of the derivative.
   */
  static Tensor logAddExp(Tensor x, Tensor y) {
    Checks.floating("logAddExp", x);
    Checks.sameType("logAddExp", x, y);
    Expression.Builder builder = Elementwise.builderFor(x.type());
    Integer larger = builder.binary(BinaryOp.MAX, builder.input(0), builder.input(1));
    Integer smaller = builder.binary(BinaryOp.MIN, builder.input(1), builder.input(0));
    Integer below = builder.sub(smaller, larger);
    // NaN is the difference of equal infinities; if it comes from x or y, the larger one is NaN.
    Integer isNumber = builder.binary(BinaryOp.EQ, below, below);
    Integer finite = builder.where(isNumber, below, builder.constant(0));
    int output = builder.add(larger, builder.unary(UnaryOp.SOFTPLUS, finite));
    return run("logAddExp", builder, output, x.type(), List.of(x, y));
  }

  static Tensor normalQuantile(Tensor p) {
    Checks.floating("normalQuantile", p);
    Expression.Builder builder = Elementwise.builderFor(p.type());
    int output = NormalQuantile.of(builder, builder.input(0));
    return run("normalQuantile", builder, output, p.type(), List.of(p));
  }

  // ---- of INT32 ----

  static Tensor floorDiv(Tensor x, Tensor y) {
    checkIntegers("floorDiv", x, y);
    Expression.Builder builder = Expression.in(DataType.FLOAT64);
    int output = floorOfQuotient(builder, builder.input(0), builder.input(1));
    return run("floorDiv", builder, output, DataType.INT32, List.of(x, y));
  }

  static Tensor floorDiv(Tensor x, int y) {
    checkIntegers("floorDiv", x);
    Expression.Builder builder = Expression.in(DataType.FLOAT64);
    int output = floorOfQuotient(builder, builder.input(0), builder.constant(y));
    return run("floorDiv", builder, output, DataType.INT32, List.of(x));
  }

  static Tensor floorMod(Tensor x, Tensor y) {
    checkIntegers("floorMod", x, y);
    Expression.Builder builder = Expression.in(DataType.FLOAT64);
    int output = remainder(builder, builder.input(0), builder.input(1));
    return run("floorMod", builder, output, DataType.INT32, List.of(x, y));
  }

  static Tensor floorMod(Tensor x, int y) {
    checkIntegers("floorMod", x);
    Expression.Builder builder = Expression.in(DataType.FLOAT64);
    int output = remainder(builder, builder.input(0), builder.constant(y));
    return run("floorMod", builder, output, DataType.INT32, List.of(x));
  }

  private static void checkIntegers(String name, Tensor x, Tensor y) {
    requireIntegers(name, "the tensors are " + x.type() + " and " + y.type(), x, y);
  }

  private static void checkIntegers(String name, Tensor x) {
    requireIntegers(name, "the tensor is " + x.type(), x);
  }

  private static void requireIntegers(String name, String types, Tensor... tensors) {
    if (!Arrays.stream(tensors).allMatch(tensor -> tensor.type() == DataType.INT32)) {
      throw new IllegalArgumentException(
          name
              + ": INT32 is needed, but "
              + types
              + "; use cast(DataType.INT32), or floor(x.div(y)) for floating types");
    }
  }

  /**
   * Exact: the quotient of two 32-bit numbers is at least 2^-31 away from the next whole number, if
   * it is none, and FLOAT64 rounds it by less.
   */
  private static Integer floorOfQuotient(Expression.Builder builder, Integer x, Integer y) {
    return builder.unary(UnaryOp.FLOOR, builder.div(x, y));
  }

  private static Integer remainder(Expression.Builder builder, Integer x, Integer y) {
    Integer whole = builder.mul(floorOfQuotient(builder, x, y), y);
    return builder.where(y, builder.sub(x, whole), x);
  }

  private static Tensor run(
      String name, Expression.Builder builder, int output, DataType type, List<Tensor> inputs) {
    return Elementwise.run(name, Elementwise.store(builder, output, type), inputs, List.of());
  }
}
