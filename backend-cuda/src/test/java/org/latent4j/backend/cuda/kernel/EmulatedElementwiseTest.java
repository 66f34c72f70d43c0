package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.DrawFormulas;

/** Elementwise kernels, run on the processor, against the Java backend on the same numbers. */
class EmulatedElementwiseTest {
  private static final Shape[] SHAPES = {
    Shape.SCALAR,
    Shape.of(1),
    Shape.of(7),
    Shape.of(1021),
    Shape.of(64, 12),
    Shape.of(5, 1, 6),
    Shape.of(3, 10, 8),
    Shape.of(2, 3, 4, 5),
    Shape.of(600, 250),
    Shape.of(150_001), // A chunk at the end is not full.
    Shape.of(300, 441),
    Shape.of(5, 200, 132)
  };

  /** Arithmetic, comparisons, conversions, positions and draws: equal to the last bit. */
  @Test
  void arithmeticAndDrawsHaveTheBitsOfTheProcessor() {
    Trial.requireAll(random(1, 60));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void manyExpressionsHaveTheBitsOfTheProcessor(long seed) {
    Trial.requireAll(random(seed, 250));
  }

  /** Random expressions over random layouts of all types. */
  static List<Trial> random(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Shape shape = SHAPES[i % SHAPES.length];
      List<DataType> stored = List.of(anyType(random), anyType(random));
      Expression expression = ExactExpressions.of(random, shape.rank(), stored);
      List<DataType> read = List.of(anyType(random), anyType(random), anyType(random));
      SplittableRandom own = random.split();
      List<Layout> layouts = new ArrayList<>();
      for (int slot = 0; slot < ExactExpressions.INPUTS; slot++) {
        layouts.add(readable(own, shape));
      }
      List<Layout> written = List.of(writable(own, shape), writable(own, shape));
      boolean keyRead = own.nextBoolean();
      int result = own.nextInt(ExactExpressions.OUTPUTS);
      String name = "trial " + i + " of seed " + seed + ": " + expression + " over " + shape;
      trials.add(
          new Trial(
              name,
              0,
              bench ->
                  evaluate(
                      bench, expression, shape, read, layouts, stored, written, keyRead, result)));
    }
    return trials;
  }

  private static View evaluate(
      Workbench bench,
      Expression expression,
      Shape shape,
      List<DataType> read,
      List<Layout> layouts,
      List<DataType> stored,
      List<Layout> written,
      boolean keyRead,
      int result) {
    View[] inputs = new View[expression.inputCount()];
    for (int slot = 0; slot < inputs.length; slot++) {
      inputs[slot] = bench.wild(read.get(slot), layouts.get(slot), slot + 1);
    }
    Key[] keys = {
      keyRead ? Key.of(bench.integers(0x12345678, -7)) : Key.of(0x12345678fffffff9L), Key.of(99)
    };
    View[] outputs = new View[ExactExpressions.OUTPUTS];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = bench.tame(stored.get(i), written.get(i), i);
    }
    bench.backend().elementwise(expression, shape, inputs, keys, outputs);
    return outputs[result];
  }

  private static DataType anyType(SplittableRandom random) {
    DataType[] types = DataType.values();
    // Half of them the one that models use.
    return random.nextBoolean() ? DataType.FLOAT32 : types[random.nextInt(types.length)];
  }

  private static Layout readable(SplittableRandom random, Shape shape) {
    int rank = shape.rank();
    if (random.nextInt(3) > 0 || rank == 0) {
      return writable(random, shape);
    }
    int[] dims = shape.dims();
    for (int axis = 0; axis < rank; axis++) {
      dims[axis] = random.nextBoolean() ? 1 : dims[axis];
    }
    return Layout.dense(Shape.of(dims)).shifted(random.nextInt(5)).broadcastTo(shape);
  }

  /** Dense, shifted, a slice of something larger, or with its axes turned round. */
  private static Layout writable(SplittableRandom random, Shape shape) {
    int rank = shape.rank();
    int kind = rank == 0 ? random.nextInt(2) : random.nextInt(4);
    int[] dims = shape.dims();
    return switch (kind) {
      case 0 -> Layout.dense(shape);
      case 1 -> Layout.dense(shape).shifted(4L * random.nextInt(3) + random.nextInt(2));
      case 2 -> {
        int axis = random.nextInt(rank);
        int before = random.nextInt(5);
        dims[axis] += before + random.nextInt(4);
        yield Layout.dense(Shape.of(dims)).slice(axis, before, before + shape.dim(axis));
      }
      default -> {
        int[] order = new int[rank];
        int[] turned = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
          order[axis] = rank - 1 - axis;
          turned[axis] = dims[rank - 1 - axis];
        }
        yield Layout.dense(Shape.of(turned)).transpose(order);
      }
    };
  }

  /** Functions that both sides approximate: within what two implementations may differ. */
  @Test
  void functionsAgreeWithinTheirBounds() {
    List<Trial> trials = new ArrayList<>();
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      double bound = type == DataType.FLOAT32 ? 4e-6 : 1e-13;
      Layout layout = Layout.dense(Shape.of(333));
      for (UnaryOp op : UnaryOp.values()) {
        Expression.Builder builder = Expression.in(type);
        Expression expression = builder.build(builder.unary(op, builder.input(0)));
        trials.add(new Trial(op + " " + type, bound, bench -> apply(bench, expression, layout)));
      }
      for (int formula = 0; formula < 3; formula++) {
        Expression.Builder builder = Expression.in(type);
        Integer u = builder.uniform(0, 5);
        Integer draw =
            switch (formula) {
              case 0 -> DrawFormulas.normal(builder, u, type);
              case 1 -> DrawFormulas.exponential(builder, u, type);
              default -> DrawFormulas.gumbel(builder, u, type);
            };
        Expression expression = builder.build(builder.add(draw, builder.input(0)));
        trials.add(new Trial("draw " + type, bound, bench -> apply(bench, expression, layout)));
      }
    }
    Trial.requireAll(trials);
  }

  private static View apply(Workbench bench, Expression expression, Layout layout) {
    DataType type = expression.computeType();
    View in = bench.wild(type, layout, 5);
    View out = bench.tame(type, layout, 6);
    Key[] keys = expression.keyCount() == 0 ? new Key[0] : new Key[] {Key.of(3)};
    bench
        .backend()
        .elementwise(expression, layout.shape(), new View[] {in}, keys, new View[] {out});
    return out;
  }
}
