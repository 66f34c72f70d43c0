package org.latent4j.tck;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.latent4j.tck.Workspace.Operand;
import org.latent4j.tck.Workspace.Target;

/** §7, continued: what loads and stores make of elements of other types. */
interface ConversionRules extends BackendRules {

  /** The integers from which FLOAT32 rounds, and the ends of the ranges. */
  List<Double> INTEGERS =
      List.of(
          0.0,
          1.0,
          -1.0,
          127.0,
          128.0,
          255.0,
          256.0,
          0x1p24 - 1,
          0x1p24 + 1,
          0x1p24 + 3,
          -0x1p24 - 1,
          0x1p30 + 65,
          0x1p31 - 1,
          -0x1p31);

  /** INT32 above 2<sup>24</sup> rounds in FLOAT32; FLOAT64 rounds, or overflows to infinity. */
  @Test
  @DisplayName("§7.07 A load converts every type to the compute type, to the nearest number")
  default void loads() {
    for (DataType compute : Elements.FLOATING) {
      for (DataType from : DataType.values()) {
        double[] numbers = numbers(from);
        Expression.Builder builder = Expression.in(compute);
        Expression load = builder.build(builder.input(0));
        for (Arrangement arrangement : Arrangement.values()) {
          try (Workspace work = new Workspace(backend())) {
            Shape shape = Shape.of(17, 23);
            Operand x = work.operand(from, arrangement.layout(shape), numbers);
            Target out = work.target(compute, shape);
            evaluate(load, shape, out.view(), x.view());
            double[] expected =
                Arrays.stream(x.numbers()).map(v -> Elements.rounded(compute, v)).toArray();
            Check.near(
                compute,
                expected,
                i -> Accuracy.flushed(compute, expected[i]),
                out.read(),
                i -> from + " " + arrangement + " loaded into " + compute);
          }
        }
      }
    }
  }

  private static double[] numbers(DataType type) {
    return switch (type) {
      case FLOAT32, FLOAT64 -> Samples.numbers(type, 707);
      case INT32 -> INTEGERS.stream().mapToDouble(v -> v).toArray();
      case UINT8 -> new double[] {0, 1, 2, 100, 127, 128, 129, 254, 255};
    };
  }

  /** Numbers with fractions, out of range, infinite and NaN. */
  @Test
  @DisplayName("§7.08 A store drops the fraction and saturates; UINT8 clamps to 0 … 255; NaN is 0")
  default void stores() {
    double[] numbers = {
      0,
      -0.0,
      0.5,
      -0.5,
      0.99,
      1.5,
      -1.5,
      127.9,
      128.5,
      254.9999,
      255,
      255.5,
      256,
      1000,
      -1,
      -0.999,
      123456.75,
      -123456.75,
      2147483520.0,
      2147483647.0,
      2147483648.0,
      -2147483648.0,
      -2147483904.0,
      3e9,
      -3e9,
      1e20,
      -1e20,
      1e300,
      -1e300,
      1e-300,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN
    };
    for (DataType compute : Elements.FLOATING) {
      for (DataType to : DataType.values()) {
        Expression.Builder builder = Expression.in(compute);
        Expression store = builder.build(List.of(new Expression.Output(builder.input(0), to)));
        for (Arrangement arrangement : Arrangement.WRITABLE) {
          try (Workspace work = new Workspace(backend())) {
            Shape shape = Shape.of(19, 23);
            Operand x = work.operand(compute, Layout.dense(shape), numbers);
            Target out = work.target(to, arrangement.layout(shape));
            evaluate(store, shape, out.view(), x.view());
            double[] expected =
                Arrays.stream(x.numbers()).map(v -> Elements.stored(to, v)).toArray();
            Check.near(
                to,
                expected,
                i -> Accuracy.flushed(to, expected[i]),
                out.read(),
                i -> x.numbers()[i] + " computed in " + compute + " stored as " + to);
          }
        }
      }
    }
  }

  /** All pairs of types, on all layouts, also above the size that is split. */
  @Test
  @DisplayName("§7.09 A copy keeps what the target type can hold, between any types and layouts")
  default void copies() {
    for (DataType from : DataType.values()) {
      for (DataType to : DataType.values()) {
        for (Arrangement in : Arrangement.values()) {
          for (Arrangement out : Arrangement.WRITABLE) {
            for (Shape shape : new Shape[] {Shape.SCALAR, Shape.of(65), Shape.of(3, 5, 7)}) {
              requireCopy(from, to, in, out, shape);
            }
          }
        }
        requireCopy(from, to, Arrangement.TRANSPOSED, Arrangement.SLICED, Shapes.LARGE_MATRIX);
      }
    }
  }

  private void requireCopy(
      DataType from, DataType to, Arrangement in, Arrangement out, Shape shape) {
    try (Workspace work = new Workspace(backend())) {
      Operand x = work.operand(from, in.layout(shape), numbers(from));
      Target target = work.target(to, out.layout(shape));
      evaluate(Expressions.copy(from, to), shape, target.view(), x.view());
      double[] expected = Arrays.stream(x.numbers()).map(v -> Elements.stored(to, v)).toArray();
      Check.near(
          to,
          expected,
          i -> Accuracy.flushed(to, expected[i]),
          target.read(),
          i -> "copy of " + from + " " + in + " " + x.numbers()[i] + " to " + to + " " + out);
    }
  }

  /** Integers are computed in FLOAT64, which holds every sum and every product exactly or big. */
  @Test
  @DisplayName("§7.10 Arithmetic on INT32 is exact and saturates at both ends of the range")
  default void integers() {
    double[] numbers = numbers(DataType.INT32);
    Shape shape = Shape.of(numbers.length, numbers.length);
    for (BinaryOp op : BinaryOp.values()) {
      if (op == BinaryOp.DIV || op == BinaryOp.POW) {
        continue;
      }
      try (Workspace work = new Workspace(backend())) {
        Operand a = work.operand(DataType.INT32, Arrangement.BROADCAST_LAST.layout(shape), numbers);
        Operand b = work.operand(DataType.INT32, Arrangement.BROADCAST.layout(shape), numbers);
        Target out = work.target(DataType.INT32, shape);
        evaluate(Expressions.binary(op, DataType.INT32), shape, out.view(), a.view(), b.view());
        double[] expected = new double[(int) shape.size()];
        Arrays.setAll(
            expected,
            i -> Elements.stored(DataType.INT32, op.apply(a.numbers()[i], b.numbers()[i])));
        Check.equal(
            expected, out.read(), i -> op + " of " + a.numbers()[i] + " and " + b.numbers()[i]);
      }
    }
    for (UnaryOp op : new UnaryOp[] {UnaryOp.NEG, UnaryOp.ABS, UnaryOp.SIGN}) {
      try (Workspace work = new Workspace(backend())) {
        Operand x = work.vector(DataType.INT32, numbers);
        Target out = work.target(DataType.INT32, x.view().layout().shape());
        evaluate(
            Expressions.unary(op, DataType.INT32), x.view().layout().shape(), out.view(), x.view());
        double[] expected =
            Arrays.stream(numbers).map(v -> Elements.stored(DataType.INT32, op.apply(v))).toArray();
        Check.equal(expected, out.read(), i -> op + " of INT32 " + numbers[i]);
      }
    }
  }
}
