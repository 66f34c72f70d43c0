package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.java.JavaBackendProvider;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.DrawFormulas;

/** Every result has the same bits whatever the number of threads. */
class ThreadCountTest {
  private static final int[] THREADS = {1, 2, 3, 5};

  private interface Work {
    void run(Backend backend, View in, View out);
  }

  @Test
  void drawsAndFunctions() {
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int p = g.unary(UnaryOp.SIGMOID, g.binary(BinaryOp.MUL, g.input(0), g.constant(3)));
    int draw = DrawFormulas.<Integer>bernoulli(g, g.uniform(0, 12345), p);
    Expression expression = g.build(g.add(g.binary(BinaryOp.MUL, draw, g.index(0)), p));
    requireSame(
        Shape.of(301, 777),
        Shape.of(301, 777),
        (backend, in, out) ->
            backend.elementwise(
                expression,
                in.layout().shape(),
                new View[] {in},
                new Key[] {Key.of(9)},
                new View[] {out}));
  }

  @Test
  void sums() {
    for (ReductionOp op : new ReductionOp[] {ReductionOp.SUM, ReductionOp.MAX, ReductionOp.MIN}) {
      requireSame(
          Shape.of(501, 777), Shape.of(777), (backend, in, out) -> backend.reduce(op, in, 0, out));
      requireSame(
          Shape.of(501, 777), Shape.of(501), (backend, in, out) -> backend.reduce(op, in, 1, out));
      requireSame(
          Shape.of(400_000), Shape.of(), (backend, in, out) -> backend.reduce(op, in, 0, out));
    }
  }

  @Test
  void products() {
    requireSame(
        Shape.of(300, 300),
        Shape.of(300, 300),
        (backend, in, out) ->
            backend.matmul(
                Scalar.of(0.3), in, new View(in.storage(), in.layout().transpose(1, 0)), 0, out));
    requireSame(
        Shape.of(30, 41, 41),
        Shape.of(30, 41, 41),
        (backend, in, out) -> backend.matmul(Scalar.ONE, in, in, 0, out));
  }

  /** Rows of zeros and ones go another way than those that have another number, too. */
  @Test
  void productsOfBinaryRows() {
    requireSame(
        Shape.of(300, 300),
        Shape.of(300, 300),
        (backend, in, out) -> {
          float[] left = new float[300 * 300];
          Random random = new Random(9);
          for (int i = 0; i < left.length; i++) {
            left[i] = random.nextInt(700) == 0 ? 0.5f : random.nextInt(2);
          }
          try (Storage storage = backend.allocate(DataType.FLOAT32, left.length)) {
            backend.write(storage, 0, left, 0, left.length);
            Layout dense = Layout.dense(Shape.of(300, 300));
            backend.matmul(Scalar.of(0.3), new View(storage, dense), in, 0, out);
            View turned = new View(storage, dense.transpose(1, 0));
            backend.matmul(Scalar.of(0.3), turned, in, 1, out);
          }
        });
  }

  private static void requireSame(Shape inShape, Shape outShape, Work work) {
    float[] first = null;
    for (int threads : THREADS) {
      try (Backend backend = new JavaBackendProvider().open(new BackendOptions(threads))) {
        View in = view(backend, inShape);
        Random random = new Random(8);
        float[] values = new float[(int) inShape.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextGaussian();
        }
        backend.write(in.storage(), 0, values, 0, values.length);
        View out = view(backend, outShape);
        work.run(backend, in, out);
        float[] got = new float[(int) outShape.size()];
        backend.read(out.storage(), 0, got, 0, got.length);
        first = first == null ? got : first;
        assertArrayEquals(first, got, threads + " threads");
      }
    }
  }

  private static View view(Backend backend, Shape shape) {
    Storage storage = backend.allocate(DataType.FLOAT32, shape.size());
    return new View(storage, Layout.dense(shape));
  }
}
