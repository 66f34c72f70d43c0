package org.latent4j.tck;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.tck.Workspace.Operand;
import org.latent4j.tck.Workspace.Target;

/**
 * §5: reductions of one axis. A sum of n numbers may be off by 4 sqrt(min(n, 256)) eps times the
 * sum of their sizes, eps being half a unit of the type: sums run in blocks, and across blocks in
 * double precision. The other reductions are exact.
 */
interface ReductionRules extends BackendRules {

  /** Every axis of every shape, operands of every arrangement. */
  @Test
  @DisplayName("§5.01 SUM, MAX, MIN and ARGMAX agree with their definitions along every axis")
  default void reductionsAgree() {
    for (DataType type : Elements.FLOATING) {
      double[] numbers = Samples.moderate(type, 501);
      for (ReductionOp op : ReductionOp.values()) {
        for (Shape shape : Shapes.SMALL) {
          for (int axis = 0; axis < shape.rank(); axis++) {
            for (Arrangement in : Arrangement.values()) {
              for (Arrangement out : Arrangement.WRITABLE) {
                require(op, type, in.layout(shape), axis, out, numbers);
              }
            }
          }
        }
      }
    }
  }

  /** One long axis, a long axis before and behind a short one, and many of moderate length. */
  @Test
  @DisplayName("§5.02 Reductions agree with their definitions on large operands")
  default void largeReductions() {
    Shape[] shapes = {
      Shapes.LARGE,
      Shapes.LARGE_MATRIX,
      Shape.of(2, 50_021),
      Shape.of(20_011, 2),
      Shape.of(9, 41, 61)
    };
    for (DataType type : Elements.FLOATING) {
      double[] numbers = Samples.moderate(type, 502);
      for (ReductionOp op : ReductionOp.values()) {
        for (Shape shape : shapes) {
          for (int axis = 0; axis < shape.rank(); axis++) {
            require(op, type, Layout.dense(shape), axis, Arrangement.DENSE, numbers);
            require(
                op, type, Arrangement.TRANSPOSED.layout(shape), axis, Arrangement.SLICED, numbers);
          }
        }
      }
    }
  }

  /** The sum of an empty axis is 0, and it is written: the output held something else. */
  @Test
  @DisplayName("§5.03 The sum of no numbers is 0")
  default void emptySum() {
    for (DataType type : Elements.FLOATING) {
      for (Shape shape :
          new Shape[] {Shape.of(0), Shape.of(3, 0), Shape.of(0, 4), Shape.of(2, 0, 3)}) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          if (shape.dim(axis) == 0) {
            require(
                ReductionOp.SUM,
                type,
                Layout.dense(shape),
                axis,
                Arrangement.SLICED,
                new double[] {1});
          }
        }
      }
    }
  }

  /** One NaN at every position of a row; both infinities in one sum. */
  @Test
  @DisplayName("§5.04 NaN comes out of SUM, MAX and MIN, and ARGMAX gives the first NaN's index")
  default void notANumber() {
    for (DataType type : Elements.FLOATING) {
      for (int length : new int[] {1, 2, 7, 65, 257}) {
        double[] numbers = new double[length * length];
        for (int row = 0; row < length; row++) {
          Arrays.fill(numbers, row * length, (row + 1) * length, -1);
          numbers[row * length + row] = Double.NaN;
          numbers[row * length + (row * 7 + 3) % length] = Double.NaN;
        }
        Shape shape = Shape.of(length, length);
        for (ReductionOp op : ReductionOp.values()) {
          require(op, type, Layout.dense(shape), 1, Arrangement.DENSE, numbers);
          require(op, type, Layout.dense(shape), 0, Arrangement.DENSE, numbers);
        }
      }
      double[] infinities = {1, Double.POSITIVE_INFINITY, 2, Double.NEGATIVE_INFINITY, 3};
      for (ReductionOp op : ReductionOp.values()) {
        Layout row = Layout.dense(Shape.of(5));
        require(op, type, row, 0, Arrangement.DENSE, infinities);
        require(op, type, row.slice(0, 0, 3), 0, Arrangement.DENSE, infinities);
        require(op, type, row.slice(0, 2, 5), 0, Arrangement.DENSE, infinities);
      }
    }
  }

  /** Rows of few different numbers, with the largest at several places. */
  @Test
  @DisplayName("§5.05 ARGMAX gives the first of several largest elements")
  default void ties() {
    for (DataType type : Elements.FLOATING) {
      double[] numbers = new double[1021];
      Arrays.setAll(numbers, i -> i * i % 5);
      for (Shape shape : new Shape[] {Shape.of(7, 65), Shape.of(65, 7), Shape.of(3, 1021)}) {
        for (int axis = 0; axis < 2; axis++) {
          require(ReductionOp.ARGMAX, type, Layout.dense(shape), axis, Arrangement.DENSE, numbers);
        }
      }
      double[] zeros = {-0.0, 0.0, -0.0};
      require(ReductionOp.ARGMAX, type, Layout.dense(Shape.of(3)), 0, Arrangement.DENSE, zeros);
    }
  }

  /** Adding 10,000,000 times 0.1 one by one in FLOAT32 gives 1,087,937. */
  @Test
  @DisplayName("§5.06 A long sum does not lose its small terms: 10,000,000 times 0.1 in FLOAT32")
  default void longSum() {
    int count = 10_000_000;
    Shape shape = Shape.of(count);
    try (Workspace work = new Workspace(backend())) {
      Expression.Builder builder = Expression.in(DataType.FLOAT32);
      Expression tenth = builder.build(builder.constant(0.1));
      try (var numbers = backend().allocate(DataType.FLOAT32, count)) {
        var view = new org.latent4j.backend.View(numbers, Layout.dense(shape));
        evaluate(tenth, shape, view);
        Target out = work.target(DataType.FLOAT32, Shape.SCALAR);
        backend().reduce(ReductionOp.SUM, view, 0, out.view());
        double exact = count * (double) 0.1f;
        double bound = Accuracy.sumUnits(count) * 0x1p-24 * exact;
        Check.near(
            DataType.FLOAT32, new double[] {exact}, i -> bound, out.read(), i -> "sum of " + shape);
      }
    }
  }

  /** Numbers that FLOAT32 would round, and sums that leave the range and come back into it. */
  @Test
  @DisplayName("§5.07 Reductions of INT32 are exact; a sum that is out of range saturates")
  default void integerReductions() {
    double[] numbers = new double[2039];
    Arrays.setAll(numbers, i -> 16_777_216 + (i * 7919) % 1013 * (i % 3 - 1));
    double[] extremes = new double[2039];
    Arrays.setAll(extremes, i -> i % 5 < 2 ? Integer.MAX_VALUE : Integer.MIN_VALUE + i % 4);
    for (ReductionOp op : ReductionOp.values()) {
      for (double[] elements : new double[][] {numbers, extremes}) {
        for (Shape shape : Shapes.SMALL) {
          for (int axis = 0; axis < shape.rank(); axis++) {
            for (Arrangement in : Arrangement.values()) {
              require(op, DataType.INT32, in.layout(shape), axis, Arrangement.SLICED, elements);
            }
          }
        }
        for (Shape shape : new Shape[] {Shapes.LARGE, Shapes.LARGE_MATRIX, Shape.of(20_011, 2)}) {
          for (int axis = 0; axis < shape.rank(); axis++) {
            require(op, DataType.INT32, Layout.dense(shape), axis, Arrangement.DENSE, elements);
          }
        }
      }
    }
  }

  private void require(
      ReductionOp op, DataType type, Layout in, int axis, Arrangement out, double[] numbers) {
    int extent = in.shape().dim(axis);
    if (extent == 0 && !op.acceptsEmpty()) {
      return;
    }
    Shape shape = in.shape().without(axis);
    try (Workspace work = new Workspace(backend())) {
      Operand operand = work.operand(type, in, numbers);
      Target target = work.target(op.resultType(type), out.layout(shape));
      backend().reduce(op, operand.view(), axis, target.view());
      double[][] rows = rows(operand.numbers(), in.shape(), axis);
      double[] expected =
          Arrays.stream(rows)
              .mapToDouble(op::apply)
              .map(number -> type.isFloating() ? number : Elements.stored(type, number))
              .toArray();
      double eps = type == DataType.FLOAT32 ? 0x1p-24 : type.isFloating() ? 0x1p-53 : 0;
      Check.near(
          type,
          expected,
          i -> op == ReductionOp.SUM ? Accuracy.sumUnits(extent) * eps * size(rows[i]) : 0,
          target.read(),
          i -> op + " " + type + " " + in + " along axis " + axis + " -> " + out);
    }
  }

  /** For every element of the result the numbers that it is made of, in order. */
  private static double[][] rows(double[] numbers, Shape shape, int axis) {
    int extent = shape.dim(axis);
    int inner = 1;
    for (int after = axis + 1; after < shape.rank(); after++) {
      inner *= shape.dim(after);
    }
    double[][] rows = new double[Math.toIntExact(shape.without(axis).size())][extent];
    for (int row = 0; row < rows.length; row++) {
      int start = row / inner * extent * inner + row % inner;
      for (int i = 0; i < extent; i++) {
        rows[row][i] = numbers[start + i * inner];
      }
    }
    return rows;
  }

  private static double size(double[] row) {
    return Arrays.stream(row).map(Math::abs).sum();
  }
}
