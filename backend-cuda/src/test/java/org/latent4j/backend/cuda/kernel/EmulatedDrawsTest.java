package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.random.Threefry;

/** Draws of kernels in all their forms, run on the processor, against the Java backend. */
class EmulatedDrawsTest {
  private static final long KEY = 0x12345678fffffff9L;
  private static final int CHILD = 5;

  /** Even and odd rows, and few and many elements. */
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(64, 12),
          Shape.of(600, 250),
          Shape.of(300, 441),
          Shape.of(1000, 264),
          Shape.of(300_001));

  /** From even and odd numbers, and where the upper word of the counters changes on the way. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4, 1L << 33, (1L << 33) - 70_000, (1L << 33) - 70_001})
  void drawsBeginAnywhere(long first) {
    List<Trial> trials = new ArrayList<>();
    for (Shape shape : SHAPES) {
      Expression.Builder builder = Expression.in(DataType.FLOAT32);
      Expression expression =
          builder.build(builder.add(builder.uniform(0, first), builder.input(0)));
      for (boolean child : new boolean[] {false, true}) {
        String name = shape + " from " + first + (child ? " of a child key" : "");
        trials.add(new Trial(name, 0, bench -> draw(bench, expression, shape, child)));
      }
    }
    Trial.requireAll(trials);
  }

  /** The key of a child is derived in the kernel that draws. */
  private static View draw(Workbench bench, Expression expression, Shape shape, boolean child) {
    Layout row = Layout.dense(Shape.of(shape.dim(shape.rank() - 1))).broadcastTo(shape);
    View in = bench.tame(DataType.FLOAT32, row, 1);
    View out = bench.tame(DataType.FLOAT32, Layout.dense(shape), 2);
    Backend backend = bench.backend();
    if (child && backend instanceof EmulatedBackend emulated) {
      KeySource key = KeySource.of(Key.of(KEY)).fold(CHILD, null);
      emulated.run(
          emulated
              .kernels()
              .elementwise(expression, shape, List.of(in), List.of(key), List.of(out)));
    } else {
      Key[] keys = {Key.of(child ? Threefry.child(KEY, CHILD) : KEY)};
      backend.elementwise(expression, shape, new View[] {in}, keys, new View[] {out});
    }
    return out;
  }
}
