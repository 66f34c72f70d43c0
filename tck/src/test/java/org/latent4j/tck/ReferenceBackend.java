package org.latent4j.tck;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendInfo;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.op.TernaryOp;
import org.latent4j.op.UnaryOp;
import org.latent4j.random.Threefry;
import org.latent4j.random.Uniforms;

/**
 * The operations as their definitions say, element by element in {@code double}. Slow and plain: it
 * shows that the rules can be met, and broken backends are made of it.
 */
class ReferenceBackend extends Backend {
  /** A storage that is a Java array of numbers, each representable in its type. */
  static class Memory implements Storage {
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

    /** What there is to overwrite, also after closing. */
    double[] numbersOrNone() {
      return numbers == null ? new double[0] : numbers;
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

    DataType type() {
      return type;
    }

    /** Puts in an element that is representable in the type. */
    void set(int i, double element) {
      numbers[positions[i]] = element;
    }

    /** Puts in the element nearest to a number. */
    void round(int i, double value) {
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
    double[] part = Arrays.copyOfRange(numbers, (int) at, (int) at + count);
    Object elements = Elements.array(from.type(), part);
    System.arraycopy(elements, 0, array, to, count);
  }

  @Override
  public void elementwise(
      Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
    requireOpen();
    new ReferenceExpression(expression, shape, inputs, keys, outputs, this).run();
  }

  // ---- what operations are made of; broken backends override one of these ----

  double unary(UnaryOp op, double x) {
    return op.apply(x);
  }

  double binary(BinaryOp op, double a, double b) {
    return op.apply(a, b);
  }

  double where(double condition, double a, double b) {
    return TernaryOp.WHERE.apply(condition, a, b);
  }

  double constant(double value) {
    return value;
  }

  double index(Shape shape, int element, int axis) {
    return Arrangement.index(shape, element, axis);
  }

  double uniform(DataType type, long key, long index) {
    return type == DataType.FLOAT32 ? Uniforms.float32(key, index) : Uniforms.float64(key, index);
  }

  double load(DataType type, double element) {
    return element;
  }

  double store(DataType type, double value) {
    return Elements.stored(type, value);
  }

  double round(DataType computeType, double value) {
    return Elements.rounded(computeType, value);
  }

  double product(double a, double b) {
    return a * b;
  }

  double reduce(ReductionOp op, double[] row) {
    return op.apply(row);
  }

  double accumulate(double sum, double term) {
    return sum + term;
  }

  int checkedRow(int index, int rows) {
    return Objects.checkIndex(index, rows);
  }

  long child(long key, int n) {
    return Threefry.child(key, n);
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
        sum += product(left.get(row * k + p), right.get((row / m * k + p) * n + i % n));
      }
      result.round(i, factor * sum + (beta == 0 ? 0 : beta * result.get(i)));
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
      result.round(i, reduce(op, row));
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
      int row = checkedRow((int) rows.get(i / width), source.layout().shape().dim(0));
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
      int at =
          checkedRow((int) rows.get(i / width), out.layout().shape().dim(0)) * width + i % width;
      to.round(at, accumulate(to.get(at), from.get(i)));
    }
  }

  @Override
  public void replaceRows(View source, View indices, View out) {
    requireOpen();
    Cursor from = new Cursor(source);
    Cursor rows = new Cursor(indices);
    Cursor to = new Cursor(out);
    for (int i = 0; i < rows.size(); i++) {
      checkedRow((int) rows.get(i), out.layout().shape().dim(0));
    }
    int width = rows.size() == 0 ? 0 : from.size() / rows.size();
    for (int i = 0; i < from.size(); i++) {
      int row = checkedRow((int) rows.get(i / width), out.layout().shape().dim(0));
      to.set(row * width + i % width, from.get(i));
    }
  }

  @Override
  public void foldKey(Key parent, int n, View counter, View out) {
    requireOpen();
    int number = counter == null ? n : (int) new Cursor(counter).get(0);
    long child = child(bits(parent), number);
    Cursor words = new Cursor(out);
    words.set(0, Threefry.highWord(child));
    words.set(1, Threefry.lowWord(child));
  }

  @Override
  protected void closeResources() {}
}
