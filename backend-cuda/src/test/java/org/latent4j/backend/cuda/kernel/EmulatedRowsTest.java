package org.latent4j.backend.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.random.Threefry;

/** Rows by index, keys, products and copies for them, run on the processor. */
class EmulatedRowsTest {
  @BeforeAll
  static void requireEmulator() {
    Assumptions.assumeTrue(Emulator.obstacle() == null, Emulator::obstacle);
  }

  private static int[] indices(int count, int rows) {
    return new SplittableRandom(count).ints(count, 0, rows).toArray();
  }

  @Test
  void gatherCopiesRowsOfEveryTypeAndLayout() {
    List<Trial> trials = new ArrayList<>();
    for (DataType type : DataType.values()) {
      for (Shape row : List.of(Shape.SCALAR, Shape.of(1), Shape.of(6, 4), Shape.of(784))) {
        Shape source = row.with(0, 10);
        for (int count : new int[] {1, 130}) {
          trials.add(
              new Trial(
                  "gather " + count + " of " + type + " " + source,
                  0,
                  bench -> {
                    View table = bench.tame(type, Layout.dense(source).shifted(count % 4), 1);
                    View out = bench.tame(type, Layout.dense(row.with(0, count)), 2);
                    bench.backend().gather(table, bench.integers(indices(count, 10)), out);
                    return out;
                  }));
        }
      }
    }
    Trial.requireAll(trials);
  }

  /** More rows than a block looks at together, many of them with the same index. */
  @Test
  void scatterAddAddsRowsInTheirOrder() {
    List<Trial> trials = new ArrayList<>();
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      for (Shape row : List.of(Shape.SCALAR, Shape.of(5, 3), Shape.of(300))) {
        for (int count : new int[] {1, 600}) {
          trials.add(
              new Trial(
                  "scatterAdd " + count + " of " + type + " " + row,
                  0,
                  bench -> {
                    View from = bench.wild(type, Layout.dense(row.with(0, count)).shifted(1), 1);
                    View out = bench.tame(type, Layout.dense(row.with(0, 9)).shifted(2), 2);
                    bench.backend().scatterAdd(from, bench.integers(indices(count, 9)), out);
                    return out;
                  }));
        }
      }
    }
    Trial.requireAll(trials);
  }

  /** More rows than a block looks at together; of those with the same index the last one stays. */
  @Test
  void replaceRowsCopiesRowsOfEveryTypeAndLayout() {
    List<Trial> trials = new ArrayList<>();
    for (DataType type : DataType.values()) {
      for (Shape row : List.of(Shape.SCALAR, Shape.of(5, 3), Shape.of(300))) {
        for (int count : new int[] {1, 600}) {
          trials.add(
              new Trial(
                  "replaceRows " + count + " of " + type + " " + row,
                  0,
                  bench -> {
                    View from = bench.tame(type, Layout.dense(row.with(0, count)).shifted(1), 1);
                    View out = bench.tame(type, Layout.dense(row.with(0, 9)).shifted(2), 2);
                    bench.backend().replaceRows(from, bench.integers(indices(count, 9)), out);
                    return out;
                  }));
        }
      }
    }
    Trial.requireAll(trials);
  }

  @Test
  void anIndexOutOfRangeIsRecordedAndTouchesNothing() {
    try (EmulatedBackend backend = new EmulatedBackend(false);
        Workbench bench = new Workbench(backend)) {
      View table = bench.of(DataType.FLOAT32, Layout.dense(Shape.of(2, 2)), 1, 2, 3, 4);
      View rows = bench.of(DataType.FLOAT32, Layout.dense(Shape.of(2, 2)), 5, 6, 7, 8);
      View indices = bench.integers(1, -3);
      assertThrows(IndexOutOfBoundsException.class, () -> backend.gather(table, indices, rows));
      assertArrayEquals(new double[] {3, 4, 0, 0}, Workbench.read(backend, rows));
      assertThrows(IndexOutOfBoundsException.class, () -> backend.scatterAdd(rows, indices, table));
      assertArrayEquals(new double[] {1, 2, 6, 8}, Workbench.read(backend, table));
      assertThrows(
          IndexOutOfBoundsException.class, () -> backend.replaceRows(rows, indices, table));
      assertArrayEquals(new double[] {1, 2, 3, 4}, Workbench.read(backend, table));
    }
  }

  @Test
  void aChainOfFoldsIsTheChildOfTheChild() {
    long root = 0xfedcba9876543210L;
    long expected = Threefry.child(Threefry.child(Threefry.child(root, 5), -1), 7);
    try (EmulatedBackend backend = new EmulatedBackend(true);
        Workbench bench = new Workbench(backend)) {
      View counter = bench.integers(-1);
      View rank0 = new View(counter.storage(), Layout.dense(Shape.SCALAR));
      View words = bench.integers(Threefry.highWord(root), Threefry.lowWord(root));
      for (Key key : List.of(Key.of(root), Key.of(words))) {
        View out = bench.integers(0, 0);
        KeySource source = KeySource.of(key).fold(5, null).fold(0, rank0).fold(7, null);
        backend.run(backend.kernels().foldKey(source, out));
        double[] found = Workbench.read(backend, out);
        assertEquals(expected, Threefry.pack((int) found[0], (int) found[1]));
      }
    }
  }

  /** Ties, overflow to infinity, NaN, and numbers that bfloat16 has exactly. */
  @Test
  void bfloat16IsRoundedToNearestEven() {
    float[] numbers = {
      0, -0f, 1, -2.5f, 255, 1 + 0x1p-8f, 1 + 3 * 0x1p-8f, 3.4e38f, Float.NaN, 1e-40f, 0.1f
    };
    int[] bits = {
      0, 0x8000, 0x3f80, 0xc020, 0x437f, 0x3f80, 0x3f82, 0x7f80, 0x7fc0, 0x0001, 0x3dcd
    };
    try (EmulatedBackend backend = new EmulatedBackend(false);
        Workbench bench = new Workbench(backend)) {
      double[] values = new double[numbers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = numbers[i];
      }
      View in = bench.of(DataType.FLOAT32, Layout.dense(Shape.of(values.length)), values);
      View out = bench.of(DataType.UINT8, Layout.dense(Shape.SCALAR), new double[2 * bits.length]);
      View halves = new View(new Bfloat16(out.storage(), bits.length), in.layout());
      backend.run(backend.kernels().copy(in, halves));
      double[] bytes = Workbench.read(backend, out);
      for (int i = 0; i < bits.length; i++) {
        assertEquals(bits[i], (int) bytes[2 * i] + 256 * (int) bytes[2 * i + 1], "of " + values[i]);
      }
      View again = bench.of(DataType.FLOAT32, in.layout(), new double[bits.length]);
      backend.run(backend.kernels().copy(halves, again));
      double[] read = Workbench.read(backend, again);
      for (int i = 0; i < bits.length; i++) {
        assertEquals(Float.intBitsToFloat(bits[i] << 16), read[i], "of " + values[i]);
      }
    }
  }

  @Test
  void productsAgreeForEveryOrderInMemory() {
    List<Trial> trials = new ArrayList<>();
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      for (int turned = 0; turned < 4; turned++) {
        int which = turned;
        trials.add(
            new Trial(
                "product of " + type + ", " + turned,
                type == DataType.FLOAT32 ? 2e-4 : 1e-12,
                bench -> {
                  Layout a = matrix(which % 2 == 1, 70, 37);
                  Layout b = matrix(which > 1, 37, 66);
                  View alpha = bench.of(type, Layout.dense(Shape.SCALAR), 0.5);
                  View out = bench.tame(type, Layout.dense(Shape.of(70, 66)), 3);
                  bench
                      .backend()
                      .matmul(
                          new Scalar(3, alpha),
                          bench.tame(type, a, 1),
                          bench.tame(type, b, 2),
                          which % 2 == 0 ? 0 : -2,
                          out);
                  return out;
                }));
      }
    }
    Trial.requireAll(trials);
  }

  private static Layout matrix(boolean turned, int rows, int columns) {
    return turned
        ? Layout.dense(Shape.of(columns, rows)).transpose(1, 0)
        : Layout.dense(Shape.of(rows, columns));
  }

  @Test
  void partialProductsAreAddedScaledAndAddedToTheResult() {
    try (EmulatedBackend backend = new EmulatedBackend(false);
        Workbench bench = new Workbench(backend)) {
      Shape shape = Shape.of(2, 2);
      View parts =
          bench.of(
              DataType.FLOAT32,
              Layout.dense(Shape.of(13)),
              9,
              1,
              2,
              3,
              4,
              5,
              6,
              7,
              8,
              10,
              20,
              30,
              40);
      View out = bench.of(DataType.FLOAT32, Layout.dense(shape), 1, 1, 1, 1);
      View factor = bench.of(DataType.FLOAT32, Layout.dense(Shape.SCALAR), 0.5);
      backend.run(
          backend.kernels().sumOfParts(new Scalar(2, factor), parts.storage(), 1, 3, 100, out));
      assertArrayEquals(new double[] {116, 128, 140, 152}, Workbench.read(backend, out));
      backend.run(backend.kernels().store(new Scalar(3, factor), factor));
      assertArrayEquals(new double[] {1.5}, Workbench.read(backend, factor));
    }
  }
}
