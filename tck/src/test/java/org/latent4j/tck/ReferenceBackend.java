package org.latent4j.tck;

import java.util.Map;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.random.Threefry;

/**
 * The operations as their definitions say, element by element in {@code double}. Slow and plain: it
 * shows that the rules can be met, and broken backends are made of it.
 */
class ReferenceBackend extends Backend {
  /** A storage that is a Java array of numbers, each representable in its type. */
  static final class Memory implements Storage {
    private final DataType type;
    private double[] numbers;

    Memory(DataType type, int length) {
      this.type = type;
      this.numbers = new double[length];
    }

    @Override
    public DataType type() {
      return type;
    }

    @Override
    public long length() {
      return numbers().length;
    }

    double[] numbers() {
      if (numbers == null) {
        throw new IllegalStateException("storage: it is closed");
      }
      return numbers;
    }

    @Override
    public void close() {
      numbers = null;
    }
  }

  /** The elements of a view, in row-major order. */
  static final class Cursor {
    private final double[] numbers;
    private final DataType type;
    private final int[] positions;

    Cursor(View view) {
      Memory memory = (Memory) view.storage();
      numbers = memory.numbers();
      type = memory.type();
      positions = Arrangement.positions(view.layout());
    }

    int size() {
      return positions.length;
    }

    double get(int i) {
      return numbers[positions[i]];
    }

    void set(int i, double value) {
      numbers[positions[i]] = Elements.stored(type, value);
    }
  }

  @Override
  public BackendInfo info() {
    return new BackendInfo("reference", "plain loops", 1, Map.of());
  }

  @Override
  public Storage allocate(DataType type, long length) {
    requireOpen();
    return new Memory(type, Math.toIntExact(length));
  }

  @Override
  public void write(Storage to, long at, Object array, int from, int count) {
    requireOpen();
    double[] numbers = Elements.numbers(to.type(), array);
    System.arraycopy(numbers, from, ((Memory) to).numbers(), (int) at, count);
  }

  @Override
  public void read(Storage from, long at, Object array, int to, int count) {
    requireOpen();
    double[] numbers = ((Memory) from).numbers();
    double[] part = java.util.Arrays.copyOfRange(numbers, (int) at, (int) at + count);
    Object elements = Elements.array(from.type(), part);
    System.arraycopy(elements, 0, array, to, count);
  }

  @Override
  public void elementwise(
      Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
    requireOpen();
    new ReferenceExpression(expression, shape, inputs, keys, outputs, this).run();
  }

  /** The uniform number of an element; broken backends draw others. */
  double uniform(DataType type, long key, long index) {
    return type == DataType.FLOAT32
        ? org.latent4j.random.Uniforms.float32(key, index)
        : org.latent4j.random.Uniforms.float64(key, index);
  }

  /** The bits of a key. */
  static long bits(Key key) {
    if (key.view() == null) {
      return key.bits();
    }
    Cursor words = new Cursor(key.view());
    return Threefry.pack((int) words.get(0), (int) words.get(1));
  }

  @Override
  public void matmul(Scalar alpha, View a, View b, double beta, View out) {
    requireOpen();
    double factor = alpha.factor();
    if (alpha.view() != null) {
      factor *= new Cursor(alpha.view()).get(0);
    }
    Cursor left = new Cursor(a);
    Cursor right = new Cursor(b);
    Cursor result = new Cursor(out);
    int m = out.layout().shape().dim(-2);
    int n = out.layout().shape().dim(-1);
    int k = a.layout().shape().dim(-1);
    for (int i = 0; i < result.size(); i++) {
      int row = i / n;
      double sum = 0;
      for (int p = 0; p < k; p++) {
        sum += left.get(row * k + p) * right.get((row / m * k + p) * n + i % n);
      }
      result.set(i, factor * sum + (beta == 0 ? 0 : beta * result.get(i)));
    }
  }

  @Override
  public void reduce(ReductionOp op, View in, int axis, View out) {
    requireOpen();
    int rank = in.layout().shape().rank();
    int[] last = new int[rank]; // the reduced axis moves to the end
    for (int to = 0, from = 0; from < rank; from++) {
      if (from != axis) {
        last[to++] = from;
      }
    }
    last[rank - 1] = axis;
    Cursor operand = new Cursor(new View(in.storage(), in.layout().transpose(last)));
    Cursor result = new Cursor(out);
    double[] row = new double[in.layout().shape().dim(axis)];
    for (int i = 0; i < result.size(); i++) {
      for (int j = 0; j < row.length; j++) {
        row[j] = operand.get(i * row.length + j);
      }
      result.set(i, op.apply(row));
    }
  }

  @Override
  public void gather(View source, View indices, View out) {
    requireOpen();
    Cursor from = new Cursor(source);
    Cursor rows = new Cursor(indices);
    Cursor to = new Cursor(out);
    int width = rows.size() == 0 ? 0 : to.size() / rows.size();
    for (int i = 0; i < to.size(); i++) {
      int row = checked(rows.get(i / width), source);
      to.set(i, from.get(row * width + i % width));
    }
  }

  @Override
  public void scatterAdd(View source, View indices, View out) {
    requireOpen();
    Cursor from = new Cursor(source);
    Cursor rows = new Cursor(indices);
    Cursor to = new Cursor(out);
    int width = rows.size() == 0 ? 0 : from.size() / rows.size();
    for (int i = 0; i < from.size(); i++) {
      int at = checked(rows.get(i / width), out) * width + i % width;
      to.set(at, to.get(at) + from.get(i));
    }
  }

  private static int checked(double index, View of) {
    return java.util.Objects.checkIndex((int) index, of.layout().shape().dim(0));
  }

  @Override
  public void foldKey(Key parent, int n, View counter, View out) {
    requireOpen();
    int number = counter == null ? n : (int) new Cursor(counter).get(0);
    long child = Threefry.child(bits(parent), number);
    Cursor words = new Cursor(out);
    words.set(0, Threefry.highWord(child));
    words.set(1, Threefry.lowWord(child));
  }

  @Override
  protected void closeResources() {}
}
