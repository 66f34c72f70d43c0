package org.latent4j.backend.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.op.UnaryOp;

/** Kernels of reductions, run on the processor, against the Java backend on the same numbers. */
class EmulatedReductionTest {

  /** Short axes, axes of several lanes, axes of several segments; few results and many. */
  @Test
  void reductionsAgreeAlongEveryAxis() {
    Trial.requireAll(
        trials(
            Shape.of(1, 1),
            Shape.of(5, 3),
            Shape.of(2, 70_001),
            Shape.of(2900, 37),
            Shape.of(4, 33, 6)));
  }

  @Tag("slow")
  @Test
  void largeReductionsAgreeAlongEveryAxis() {
    Trial.requireAll(
        trials(
            Shape.of(1, 3_000_000),
            Shape.of(3_000_000, 1),
            Shape.of(5000, 300),
            Shape.of(20, 9000, 3),
            Shape.of(2, 3, 4, 5, 6)));
  }

  private static List<Trial> trials(Shape... shapes) {
    List<Trial> trials = new ArrayList<>();
    for (Shape shape : shapes) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        for (ReductionOp op : ReductionOp.values()) {
          for (DataType type : DataType.values()) {
            trials.add(reduction(op, type, shape, axis, false));
          }
          if (op != ReductionOp.SUM) { // The sum of very large numbers depends on their order.
            trials.add(reduction(op, DataType.FLOAT32, shape, axis, true));
          }
        }
      }
    }
    return trials;
  }

  private static Trial reduction(
      ReductionOp op, DataType type, Shape shape, int axis, boolean wild) {
    int[] turned = shape.dims();
    int[] order = new int[turned.length];
    Arrays.setAll(order, i -> turned.length - 1 - i);
    int[] dims = new int[turned.length];
    Arrays.setAll(dims, i -> turned[order[i]]);
    Layout dense = Layout.dense(shape);
    Layout layout = axis % 2 == 0 ? dense : Layout.dense(Shape.of(dims)).transpose(order);
    // Sums round, and the order of their terms differs.
    double bound = op != ReductionOp.SUM ? 0 : type == DataType.FLOAT64 ? 1e-11 : 3e-6;
    return new Trial(
        op + " of " + type + " " + shape + " along " + axis + (wild ? ", wild" : ""),
        bound,
        bench -> {
          View in = wild ? bench.wild(type, layout, 3) : bench.tame(type, layout, 4);
          View out =
              bench.tame(op.resultType(type), Layout.dense(shape.without(axis)).shifted(3), 5);
          bench.backend().reduce(op, in, axis, out);
          return out;
        });
  }

  /** What a sum stores on its way is what an elementwise kernel stores, and so is what it adds. */
  @Test
  void aSumThatStoresAgreesWithTwoKernels() {
    for (boolean reverse : new boolean[] {false, true}) {
      try (EmulatedBackend backend = new EmulatedBackend(reverse);
          Workbench bench = new Workbench(backend)) {
        for (Shape shape : List.of(Shape.of(5, 3), Shape.of(2900, 37), Shape.of(3, 3001))) {
          requireSumAndStores(backend, bench, shape, 0);
          requireSumAndStores(backend, bench, shape, 1);
        }
      }
    }
  }

  private static void requireSumAndStores(
      EmulatedBackend backend, Workbench bench, Shape shape, int axis) {
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer mean = builder.unary(UnaryOp.TANH, builder.mul(builder.input(0), 0.3));
    Integer less = builder.sub(mean, builder.input(1));
    Expression.Output stored = new Expression.Output(mean, DataType.FLOAT32);
    Expression expression =
        builder.build(List.of(new Expression.Output(less, DataType.FLOAT32), stored));
    Layout dense = Layout.dense(shape);
    Layout turned = Layout.dense(Shape.of(shape.dim(1), shape.dim(0))).transpose(1, 0);
    List<View> inputs =
        List.of(bench.tame(DataType.FLOAT32, turned, 1), bench.tame(DataType.FLOAT32, dense, 2));
    Layout results = Layout.dense(shape.without(axis));
    Kernels kernels = backend.kernels();
    View[] floats = new View[2];
    View[] halves = new View[2];
    View[] sums = new View[2];
    View[] bytes = new View[2];
    for (int i = 0; i < 2; i++) {
      floats[i] = bench.tame(DataType.FLOAT32, dense, 3);
      bytes[i] =
          bench.of(DataType.UINT8, Layout.dense(Shape.SCALAR), new double[2 * (int) dense.end()]);
      halves[i] = new View(new Bfloat16(bytes[i].storage(), dense.end()), dense);
      sums[i] = bench.tame(DataType.FLOAT32, results, 4);
    }
    backend.run(
        kernels.sumAndStore(
            expression, shape, inputs, axis, List.of(List.of(floats[0], halves[0])), sums[0]));
    backend.run(
        kernels.store(
            expression,
            shape,
            inputs,
            List.of(),
            List.of(List.of(), List.of(floats[1], halves[1]))));
    backend.run(
        kernels.reduce(ReductionOp.SUM, expression, shape, inputs, List.of(), axis, sums[1]));
    for (View[] pair : List.of(floats, bytes, sums)) {
      assertArrayEquals(
          Workbench.read(backend, pair[1]), Workbench.read(backend, pair[0]), shape + " " + axis);
    }
  }

  /** The expression's values are what the same expression stores. */
  @Test
  void aReducedExpressionAgreesWithItsStoredValues() {
    List<Trial> trials = new ArrayList<>();
    for (Shape shape : List.of(Shape.of(40, 30), Shape.of(3, 3001))) {
      for (int axis = 0; axis < 2; axis++) {
        for (ReductionOp op : ReductionOp.values()) {
          int along = axis;
          trials.add(
              new Trial(
                  op + " of an expression over " + shape + " along " + axis,
                  op == ReductionOp.SUM ? 1e-5 : 0,
                  bench -> reduced(bench, op, shape, along)));
        }
      }
    }
    Trial.requireAll(trials);
  }

  private static View reduced(Workbench bench, ReductionOp op, Shape shape, int axis) {
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer noise = builder.sub(builder.uniform(0, 7), builder.uniform(1));
    Integer place = builder.add(builder.mul(builder.index(1), 0.25), builder.index(0));
    Integer ramp = builder.binary(BinaryOp.MIN, place, builder.input(2));
    Integer value =
        builder.unary(UnaryOp.ABS, builder.mul(builder.sub(builder.input(0), noise), ramp));
    Expression expression = builder.build(builder.add(value, builder.input(1)));
    View bias = bench.tame(DataType.FLOAT32, Layout.dense(Shape.of(shape.dim(1))), 1);
    View[] inputs = {
      bench.tame(DataType.FLOAT32, Layout.dense(shape), 2),
      new View(bias.storage(), bias.layout().broadcastTo(shape)),
      new View(
          bench.of(DataType.INT32, Layout.dense(Shape.SCALAR), 0.03).storage(),
          Layout.dense(Shape.SCALAR).broadcastTo(shape))
    };
    Key[] keys = {Key.of(bench.integers(5, 6)), Key.of(8)};
    View out = bench.tame(op.resultType(DataType.FLOAT32), Layout.dense(shape.without(axis)), 3);
    if (bench.backend() instanceof EmulatedBackend emulated) {
      List<KeySource> sources = Arrays.stream(keys).map(KeySource::of).toList();
      emulated.run(
          emulated.kernels().reduce(op, expression, shape, List.of(inputs), sources, axis, out));
    } else {
      View stored = bench.tame(DataType.FLOAT32, Layout.dense(shape), 4);
      bench.backend().elementwise(expression, shape, inputs, keys, new View[] {stored});
      bench.backend().reduce(op, stored, axis, out);
    }
    return out;
  }

  /** What is made of the results is what a second operation would make of them. */
  @Test
  void aSequelAgreesWithTwoOperations() {
    List<Trial> trials = new ArrayList<>();
    for (Shape shape : List.of(Shape.of(40, 30), Shape.of(2, 70_001), Shape.of(4, 33, 6))) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        for (DataType type : DataType.values()) {
          for (ReductionOp op : List.of(ReductionOp.SUM, ReductionOp.MAX, ReductionOp.MIN)) {
            int along = axis;
            trials.add(
                new Trial(
                    op + " of " + type + " and a sequel over " + shape + " along " + axis,
                    op == ReductionOp.SUM ? 1e-5 : 0,
                    bench -> withSequel(bench, op, type, shape, along)));
          }
        }
      }
    }
    Trial.requireAll(trials);
  }

  /** velocity = 0.9 velocity + result, in its place; weight = weight - rate velocity. */
  private static View withSequel(
      Workbench bench, ReductionOp op, DataType type, Shape shape, int axis) {
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer velocity = builder.add(builder.mul(builder.input(0), 0.9), builder.input(1));
    Integer weight = builder.sub(builder.input(3), builder.mul(builder.input(2), velocity));
    Expression expression =
        builder.build(
            List.of(
                new Expression.Output(velocity, DataType.FLOAT32),
                new Expression.Output(weight, DataType.FLOAT32)));
    Shape kept = shape.without(axis);
    Layout turned = Layout.dense(kept).shifted(2);
    View in = bench.tame(type, Layout.dense(shape), 1);
    View velocities = bench.tame(DataType.FLOAT32, Layout.dense(kept), 2);
    View rate = bench.of(DataType.FLOAT32, Layout.dense(Shape.SCALAR), 0.25);
    View rates = new View(rate.storage(), rate.layout().broadcastTo(kept));
    View weights = bench.tame(DataType.FLOAT32, turned, 3);
    View out = bench.tame(DataType.FLOAT32, Layout.dense(kept), 4);
    if (bench.backend() instanceof EmulatedBackend emulated) {
      Sequel sequel =
          new Sequel(
              expression, 1, type, List.of(velocities, rates, weights), List.of(velocities, out));
      emulated.run(
          emulated.kernels().reduce(op, Kernels.element(type), shape, List.of(in), axis, sequel));
    } else {
      View results = bench.tame(op.resultType(type), Layout.dense(kept), 5);
      bench.backend().reduce(op, in, axis, results);
      bench
          .backend()
          .elementwise(
              expression,
              kept,
              new View[] {velocities, results, rates, weights},
              new Key[0],
              new View[] {velocities, out});
    }
    return out;
  }
}
