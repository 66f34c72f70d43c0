package org.latent4j.tck;

import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Key;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.random.Threefry;
import org.latent4j.tck.Workspace.Operand;
import org.latent4j.tck.Workspace.Target;

/** §6: rows picked, added up and replaced by indices, and child keys. */
interface RowRules extends BackendRules {

  /** Rank 1 to 3, rows of no elements, no rows; indices repeated and strided. */
  @Test
  @DisplayName("§6.01 gather copies the rows that the indices name, of any type and layout")
  default void gather() {
    Shape[] sources = {
      Shape.of(7), Shape.of(5, 13), Shape.of(4, 3, 5), Shape.of(3, 0), Shape.of(65, 64)
    };
    for (DataType type : DataType.values()) {
      for (Shape source : sources) {
        for (int count : new int[] {0, 1, 2, 65}) {
          for (Arrangement in : Arrangement.values()) {
            for (Arrangement out : Arrangement.WRITABLE) {
              requireGather(type, source, count, in, out);
            }
          }
        }
      }
      requireGather(type, Shape.of(1000, 117), 997, Arrangement.DENSE, Arrangement.DENSE);
      requireGather(type, Shape.of(50_021), 100_003, Arrangement.DENSE, Arrangement.DENSE);
    }
  }

  private void requireGather(
      DataType type, Shape source, int count, Arrangement in, Arrangement out) {
    Shape shape = source.without(0).with(0, count);
    int width = (int) source.without(0).size();
    try (Workspace work = new Workspace(backend())) {
      double[] numbers = new double[251];
      Arrays.setAll(numbers, i -> i);
      Operand from = work.operand(type, in.layout(source), numbers);
      Operand rows = indices(work, source.dim(0), count);
      Target target = work.target(type, out.layout(shape));
      backend().gather(from.view(), rows.view(), target.view());
      double[] expected = new double[(int) shape.size()];
      Arrays.setAll(expected, i -> from.numbers()[row(rows, i / width) * width + i % width]);
      Check.equal(
          expected, target.read(), i -> "gather " + type + " " + source + " " + in + " -> " + out);
    }
  }

  /** Indices with repetitions, in no order, every third element of their storage. */
  private static Operand indices(Workspace work, int rows, int count) {
    double[] numbers = new double[3 * count + 2];
    Arrays.setAll(numbers, i -> (i * 7L + i / 5) % rows);
    return work.operand(DataType.INT32, Layout.of(Shape.of(count), 1, 3), numbers);
  }

  private static int row(Operand indices, int i) {
    return (int) indices.numbers()[i];
  }

  /** Onto what the output holds; rank 1 to 3, all layouts. */
  @Test
  @DisplayName("§6.02 scatterAdd adds every source row to the row that its index names")
  default void scatterAdd() {
    Shape[] targets = {Shape.of(7), Shape.of(5, 13), Shape.of(4, 3, 5), Shape.of(3, 0)};
    for (DataType type : Elements.FLOATING) {
      for (Shape target : targets) {
        for (int count : new int[] {0, 1, 2, 65}) {
          for (Arrangement in : Arrangement.values()) {
            for (Arrangement out : Arrangement.WRITABLE) {
              requireScatter(type, target, count, in, out);
            }
          }
        }
      }
      requireScatter(type, Shape.of(10, 117), 997, Arrangement.DENSE, Arrangement.DENSE);
      requireScatter(type, Shape.of(7, 5003), 65, Arrangement.DENSE, Arrangement.DENSE);
      requireScatter(type, Shape.of(3), 100_003, Arrangement.DENSE, Arrangement.DENSE);
    }
  }

  /** Sums in order are rounded after every addition, so the bits tell the order. */
  @Test
  @DisplayName("§6.03 scatterAdd adds rows with equal indices one by one in their order")
  default void scatterAddInOrder() {
    for (DataType type : Elements.FLOATING) {
      double big = type == DataType.FLOAT32 ? 0x1p26 : 0x1p55;
      try (Workspace work = new Workspace(backend())) {
        Operand source = work.vector(type, big, 1, -big, 1, 1, big, -big, 1);
        Operand rows = work.vector(DataType.INT32, 1, 1, 1, 1, 0, 0, 0, 0);
        Target out = work.target(type, Shape.of(2)).holding(0, 0);
        backend().scatterAdd(source.view(), rows.view(), out.view());
        // 0 + 1 + big - big + 1 and big + 1 - big + 1, where 1 is lost against big
        Check.equal(new double[] {1, 1}, out.read(), i -> "scatterAdd in order, " + type);
      }
    }
  }

  private void requireScatter(
      DataType type, Shape shape, int count, Arrangement in, Arrangement out) {
    Shape source = shape.without(0).with(0, count);
    int width = (int) shape.without(0).size();
    try (Workspace work = new Workspace(backend())) {
      Operand from = work.operand(type, in.layout(source), Samples.moderate(type, 602));
      Operand rows = indices(work, shape.dim(0), count);
      double[] before = Samples.moderate(type, 603);
      Target target = work.target(type, out.layout(shape)).holding(before);
      backend().scatterAdd(from.view(), rows.view(), target.view());
      double[] expected = new double[(int) shape.size()];
      Arrays.setAll(expected, i -> before[i % before.length]);
      for (int i = 0; i < from.numbers().length; i++) {
        int at = row(rows, i / width) * width + i % width;
        expected[at] = Elements.rounded(type, expected[at] + from.numbers()[i]);
      }
      Check.equal(
          expected,
          target.read(),
          i -> "scatterAdd " + type + " " + in + " into " + shape + " " + out);
    }
  }

  /** Of every type, rank 1 to 3, all layouts; long rows, rows of one element, of none. */
  @Test
  @DisplayName("§6.06 replaceRows copies rows to those that the indices name, the last one stays")
  default void replaceRows() {
    Shape[] targets = {
      Shape.of(7), Shape.of(5, 13), Shape.of(4, 3, 5), Shape.of(3, 0), Shape.of(1, 1)
    };
    for (DataType type : DataType.values()) {
      for (Shape target : targets) {
        for (int count : new int[] {0, 1, 2, 65}) {
          for (Arrangement in : Arrangement.values()) {
            for (Arrangement out : Arrangement.WRITABLE) {
              requireReplaced(type, target, count, in, out);
            }
          }
        }
      }
      requireReplaced(type, Shape.of(10, 117), 997, Arrangement.DENSE, Arrangement.DENSE);
      requireReplaced(type, Shape.of(7, 5003), 65, Arrangement.DENSE, Arrangement.DENSE);
      requireReplaced(type, Shape.of(50_021), 100_003, Arrangement.DENSE, Arrangement.DENSE);
    }
  }

  private void requireReplaced(
      DataType type, Shape shape, int count, Arrangement in, Arrangement out) {
    int width = (int) shape.without(0).size();
    try (Workspace work = new Workspace(backend())) {
      double[] numbers = new double[251];
      Arrays.setAll(numbers, i -> i);
      Operand from = work.operand(type, in.layout(shape.without(0).with(0, count)), numbers);
      Operand rows = indices(work, shape.dim(0), count);
      double[] before = {252, 253, 254};
      Target target = work.target(type, out.layout(shape)).holding(before);
      backend().replaceRows(from.view(), rows.view(), target.view());
      double[] expected = new double[(int) shape.size()];
      Arrays.setAll(expected, i -> before[i % before.length]);
      for (int i = 0; i < from.numbers().length; i++) {
        expected[row(rows, i / width) * width + i % width] = from.numbers()[i];
      }
      Check.equal(
          expected,
          target.read(),
          i -> "replaceRows " + type + " " + in + " into " + shape + " " + out);
    }
  }

  /** The bad index comes after a good one, whose row must not have been written. */
  @Test
  @DisplayName(
      "§6.07 replaceRows refuses an index out of range before it writes, where the backend can"
          + " tell")
  default void rowOutOfRange() {
    Assumptions.assumeTrue(checksIndices(), "the device cannot tell the host");
    for (int index : new int[] {-1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      try (Workspace work = new Workspace(backend())) {
        double[] before = {1, 2, 3, 4};
        Target table = work.target(DataType.FLOAT32, Shape.of(4)).holding(before);
        View rows = work.vector(DataType.FLOAT32, 7, 8).view();
        View indices = work.vector(DataType.INT32, 1, index).view();
        requireOutOfBounds(index, () -> backend().replaceRows(rows, indices, table.view()));
        Check.equal(before, table.read(), i -> "element " + i + " after index " + index);
      }
    }
  }

  /** Just below, just above and far away; the output's surroundings stay as they are. */
  @Test
  @DisplayName(
      "§6.04 gather and scatterAdd refuse an index out of range, where the backend can tell")
  default void indexOutOfRange() {
    Assumptions.assumeTrue(checksIndices(), "the device cannot tell the host");
    for (int index : new int[] {-1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      try (Workspace work = new Workspace(backend())) {
        View table = work.target(DataType.FLOAT32, Shape.of(4, 3)).view();
        View rows = work.target(DataType.FLOAT32, Shape.of(2, 3)).view();
        View indices = work.vector(DataType.INT32, 1, index).view();
        requireOutOfBounds(index, () -> backend().gather(table, indices, rows));
        requireOutOfBounds(index, () -> backend().scatterAdd(rows, indices, table));
      }
    }
  }

  private static void requireOutOfBounds(int index, Runnable action) {
    try {
      action.run();
    } catch (IndexOutOfBoundsException expected) {
      return;
    }
    throw new AssertionError("index " + index + " of 4 rows must be refused");
  }

  /** Keys and numbers at the ends of their ranges, as constants and on the device. */
  @Test
  @DisplayName("§6.05 foldKey gives the child key of the definition")
  default void foldKey() {
    int[] numbers = {0, 1, 2, 77, -1, Integer.MAX_VALUE, Integer.MIN_VALUE};
    for (long bits : new long[] {0, -1, 7, 0x6b20015999ba4efeL, 1L << 63, 0xffffffffL}) {
      for (int n : numbers) {
        try (Workspace work = new Workspace(backend())) {
          View counter = work.number(DataType.INT32, n).view();
          for (Key parent : new Key[] {Key.of(bits), work.key(bits)}) {
            requireChild(work, bits, parent, n, null, n);
            requireChild(work, bits, parent, 123, counter, n);
          }
        }
      }
    }
  }

  private void requireChild(
      Workspace work, long bits, Key parent, int n, View counter, int folded) {
    for (Arrangement arrangement : Arrangement.WRITABLE) {
      Target out = work.target(DataType.INT32, arrangement.layout(Shape.of(2)));
      backend().foldKey(parent, n, counter, out.view());
      long child = Threefry.child(bits, folded);
      double[] expected = {Threefry.highWord(child), Threefry.lowWord(child)};
      Check.equal(expected, out.read(), i -> "child " + folded + " of key " + bits);
    }
  }
}
