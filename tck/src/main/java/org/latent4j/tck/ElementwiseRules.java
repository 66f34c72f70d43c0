package org.latent4j.tck;

import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;
import org.latent4j.tck.Workspace.Operand;

/**
 * §2: single operations against their definitions in {@code org.latent4j.op}, evaluated in {@code
 * double}. The bounds are those of {@link Accuracy}.
 */
interface ElementwiseRules extends BackendRules {

  /** Special numbers (NaN, infinities, zeros, subnormal and huge ones) and 2,000 others. */
  @Test
  @DisplayName("§2.01 A function of one number agrees with its definition at every number")
  default void unaryAgreesWithDefinition() {
    for (DataType type : Elements.FLOATING) {
      for (UnaryOp op : UnaryOp.values()) {
        double[] numbers = Samples.numbers(type, 201);
        requireUnary(op, type, numbers, Layout.dense(Shape.of(numbers.length)), Arrangement.DENSE);
      }
    }
  }

  /** All pairs of special numbers, and pairs of like and of moderate size. */
  @Test
  @DisplayName("§2.02 A function of two numbers agrees with its definition at every pair")
  default void binaryAgreesWithDefinition() {
    for (DataType type : Elements.FLOATING) {
      for (BinaryOp op : BinaryOp.values()) {
        double[][] pairs = Samples.pairs(type, 202);
        Layout dense = Layout.dense(Shape.of(pairs[0].length));
        requireBinary(op, type, pairs, dense, dense, Arrangement.DENSE);
      }
    }
  }

  /** NEG, SQRT, FLOOR, MIN and the others that IEEE 754 or the definition tells the sign of. */
  @Test
  @DisplayName("§2.03 A result of zero has the sign that the definition gives it")
  default void zerosKeepTheirSigns() {
    double[] numbers = {0.0, -0.0, 0.5, -0.5, 1, -1};
    for (DataType type : Elements.FLOATING) {
      for (UnaryOp op : UnaryOp.values()) {
        requireZeroSigns(
            op.toString(), type, Expressions.unary(op, type), numbers, (x, unused) -> op.apply(x));
      }
      for (BinaryOp op : BinaryOp.values()) {
        requireZeroSigns(op.toString(), type, Expressions.binary(op, type), numbers, op::apply);
      }
    }
  }

  private void requireZeroSigns(
      String name,
      DataType type,
      Expression expression,
      double[] numbers,
      DoubleBinaryOperator op) {
    Shape shape = Shape.of(numbers.length, numbers.length);
    try (Workspace work = new Workspace(backend())) {
      Operand left = work.operand(type, Arrangement.BROADCAST_LAST.layout(shape), numbers);
      Operand right = work.operand(type, Arrangement.BROADCAST.layout(shape), numbers);
      Workspace.Target out = work.target(type, shape);
      evaluate(expression, shape, out.view(), left.view(), right.view());
      double[] actual = out.read();
      for (int i = 0; i < actual.length; i++) {
        double x = left.numbers()[i];
        double y = right.numbers()[i];
        double expected = op.applyAsDouble(x, y);
        double got = actual[i];
        Check.that(
            expected != 0 || Double.compare(expected, got) == 0,
            () -> name + " " + type + " of " + x + ", " + y + " is " + got + ", not " + expected);
      }
    }
  }

  /** The value that isn't chosen may be NaN or infinite; a condition of NaN counts as true. */
  @Test
  @DisplayName("§2.04 WHERE takes the first value where the condition is not 0, and no other part")
  default void whereChooses() {
    double[] conditions = {0.0, -0.0, 1, -3, Double.NaN, Double.POSITIVE_INFINITY, 0.5};
    for (DataType type : Elements.FLOATING) {
      double[] special = Samples.special(type);
      for (Shape shape : new Shape[] {Shape.of(7, 123), Shape.of(0), Shapes.LARGE_MATRIX}) {
        try (Workspace work = new Workspace(backend())) {
          Operand c = work.operand(type, Arrangement.TRANSPOSED.layout(shape), conditions);
          Operand a = work.operand(type, Arrangement.DENSE.layout(shape), special);
          Operand b = work.operand(type, Arrangement.SLICED.layout(shape), special);
          Workspace.Target out = work.target(type, shape);
          Expression.Builder builder = Expression.in(type);
          Expression where =
              builder.build(builder.where(builder.input(0), builder.input(1), builder.input(2)));
          evaluate(where, shape, out.view(), c.view(), a.view(), b.view());
          double[] expected = new double[c.numbers().length];
          for (int i = 0; i < expected.length; i++) {
            expected[i] = TernaryOp.WHERE.apply(c.numbers()[i], a.numbers()[i], b.numbers()[i]);
          }
          Check.near(
              type,
              expected,
              i -> Accuracy.flushed(type, expected[i]),
              out.read(),
              i -> "WHERE " + type + " " + shape + ", condition " + c.numbers()[i]);
        }
      }
    }
  }

  /** Every arrangement of the operand with every writable arrangement of the result. */
  @Test
  @DisplayName("§2.05 A function of one number reads and writes any strides, at every size")
  default void unaryOnAnyLayout() {
    for (DataType type : Elements.FLOATING) {
      for (UnaryOp op : UnaryOp.values()) {
        double[] numbers = Samples.numbers(type, 205);
        for (Shape shape : Shapes.SMALL) {
          for (Arrangement in : Arrangement.values()) {
            for (Arrangement out : Arrangement.WRITABLE) {
              requireUnary(op, type, numbers, in.layout(shape), out);
            }
          }
        }
      }
    }
  }

  /** Every arrangement of one operand with some other arrangement of the second and the result. */
  @Test
  @DisplayName("§2.06 A function of two numbers reads and writes any strides, at every size")
  default void binaryOnAnyLayout() {
    Arrangement[] arrangements = Arrangement.values();
    for (DataType type : Elements.FLOATING) {
      double[][] pairs = Samples.pairs(type, 206);
      for (BinaryOp op : BinaryOp.values()) {
        for (Shape shape : Shapes.SMALL) {
          for (int k = 0; k < arrangements.length * arrangements.length; k++) {
            Layout left = arrangements[k / arrangements.length].layout(shape);
            Layout right = arrangements[k % arrangements.length].layout(shape);
            requireBinary(op, type, pairs, left, right, Arrangement.WRITABLE[k % 3]);
          }
        }
      }
    }
  }

  /** 100,003 elements in one row, and 331 rows of 317. */
  @Test
  @DisplayName(
      "§2.07 Functions agree with their definitions above the size that is split in threads")
  default void largeElementwise() {
    for (DataType type : Elements.FLOATING) {
      double[] numbers = Samples.numbers(type, 207);
      for (UnaryOp op : UnaryOp.values()) {
        requireUnary(op, type, numbers, Layout.dense(Shapes.LARGE), Arrangement.DENSE);
      }
      double[][] pairs = Samples.pairs(type, 207);
      for (BinaryOp op : BinaryOp.values()) {
        Layout row = Arrangement.BROADCAST.layout(Shapes.LARGE_MATRIX);
        Layout matrix = Arrangement.TRANSPOSED.layout(Shapes.LARGE_MATRIX);
        requireBinary(op, type, pairs, matrix, row, Arrangement.DENSE);
        requireBinary(op, type, pairs, row, matrix, Arrangement.TRANSPOSED);
      }
    }
  }

  private void requireUnary(
      UnaryOp op, DataType type, double[] numbers, Layout in, Arrangement arrangement) {
    Shape shape = in.shape();
    try (Workspace work = new Workspace(backend())) {
      Operand x = work.operand(type, in, numbers);
      Workspace.Target out = work.target(type, arrangement.layout(shape));
      evaluate(Expressions.unary(op, type), shape, out.view(), x.view());
      double[] expected = new double[x.numbers().length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = op.apply(x.numbers()[i]);
      }
      Check.near(
          type,
          expected,
          i -> Accuracy.bound(op, type, x.numbers()[i], expected[i]),
          out.read(),
          i -> op + " " + type + " " + in + " -> " + arrangement + ", x = " + x.numbers()[i]);
    }
  }

  private void requireBinary(
      BinaryOp op, DataType type, double[][] pairs, Layout a, Layout b, Arrangement arrangement) {
    Shape shape = a.shape();
    try (Workspace work = new Workspace(backend())) {
      Operand left = work.operand(type, a, pairs[0]);
      Operand right = work.operand(type, b, pairs[1]);
      Workspace.Target out = work.target(type, arrangement.layout(shape));
      evaluate(Expressions.binary(op, type), shape, out.view(), left.view(), right.view());
      double[] expected = new double[left.numbers().length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = op.apply(left.numbers()[i], right.numbers()[i]);
      }
      Check.near(
          type,
          expected,
          i -> Accuracy.bound(op, type, expected[i]),
          out.read(),
          i ->
              op
                  + " "
                  + type
                  + " "
                  + a
                  + ", "
                  + b
                  + " -> "
                  + arrangement
                  + ", of "
                  + left.numbers()[i]
                  + " and "
                  + right.numbers()[i]);
    }
  }
}
