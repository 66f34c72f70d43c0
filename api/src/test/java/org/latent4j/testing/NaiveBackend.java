package org.latent4j.testing;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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

/** Computes by the definitions, slowly and plainly, and counts storages. */
public final class NaiveBackend extends Backend {
  private final String name;
  private final Set<Storage> live = ConcurrentHashMap.newKeySet();
  private final AtomicLong allocations = new AtomicLong();
  private final AtomicLong allocationsLeft = new AtomicLong(Long.MAX_VALUE);

  /** Makes a backend named {@code naive}. */
  public NaiveBackend() {
    this("naive");
  }

  /**
   * Makes a backend.
   *
   * @param name the name it shows
   */
  public NaiveBackend(String name) {
    this.name = name;
  }

  /** Returns how many storages are allocated and not closed. */
  public int liveStorages() {
    return live.size();
  }

  /** Returns how many storages have been allocated so far. */
  public long allocations() {
    return allocations.get();
  }

  /** Lets only so many more allocations succeed; the one after them is refused. */
  public void allowAllocations(long count) {
    allocationsLeft.set(count);
  }

  void closed(Storage storage) {
    live.remove(storage);
  }

  @Override
  public BackendInfo info() {
    return new BackendInfo(name, "the heap", 1, Map.of());
  }

  @Override
  public Storage allocate(DataType type, long length) {
    requireOpen();
    if (allocationsLeft.getAndDecrement() <= 0) {
      throw new OutOfMemoryError("naive backend: no room for " + length + " elements");
    }
    allocations.incrementAndGet();
    Storage storage = new NaiveStorage(this, type, length);
    live.add(storage);
    return storage;
  }

  @Override
  public void write(Storage to, long at, Object array, int from, int count) {
    requireOpen();
    for (int i = 0; i < count; i++) {
      double element =
          to.type() == DataType.UINT8
              ? ((byte[]) array)[from + i] & 0xff
              : ((Number) Array.get(array, from + i)).doubleValue();
      ((NaiveStorage) to).set(at + i, element);
    }
  }

  @Override
  public void read(Storage from, long at, Object array, int to, int count) {
    requireOpen();
    for (int i = 0; i < count; i++) {
      double element = ((NaiveStorage) from).get(at + i);
      switch (from.type()) {
        case FLOAT32 -> ((float[]) array)[to + i] = (float) element;
        case FLOAT64 -> ((double[]) array)[to + i] = element;
        case INT32 -> ((int[]) array)[to + i] = (int) element;
        case UINT8 -> ((byte[]) array)[to + i] = (byte) (int) element;
      }
    }
  }

  @Override
  public void elementwise(
      Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
    requireOpen();
    long[] bits = new long[keys.length];
    for (int key = 0; key < keys.length; key++) {
      bits[key] = bits(keys[key]);
    }
    for (long number = 0; number < shape.size(); number++) {
      int[] index = Elements.index(shape, number);
      double[] values = ElementEvaluator.evaluate(expression, number, index, inputs, bits);
      for (int output = 0; output < outputs.length; output++) {
        Elements.set(outputs[output], values[expression.outputs().get(output).node()], index);
      }
    }
  }

  private static long bits(Key key) {
    View view = key.view();
    return view == null
        ? key.bits()
        : Threefry.pack((int) Elements.get(view, 0), (int) Elements.get(view, 1));
  }

  @Override
  public void matmul(Scalar alpha, View a, View b, double beta, View out) {
    requireOpen();
    Shape shape = out.layout().shape();
    boolean batched = shape.rank() == 3;
    double factor = alpha.factor() * (alpha.view() == null ? 1 : Elements.get(alpha.view()));
    for (long number = 0; number < shape.size(); number++) {
      int[] at = Elements.index(shape, number);
      int row = at[at.length - 2];
      int column = at[at.length - 1];
      double sum = 0;
      for (int inner = 0; inner < a.layout().shape().dim(-1); inner++) {
        sum +=
            batched
                ? Elements.get(a, at[0], row, inner) * Elements.get(b, at[0], inner, column)
                : Elements.get(a, row, inner) * Elements.get(b, inner, column);
      }
      double before = beta == 0 ? 0 : beta * Elements.get(out, at);
      Elements.set(out, factor * sum + before, at);
    }
  }

  @Override
  public void reduce(ReductionOp op, View in, int axis, View out) {
    requireOpen();
    Shape shape = out.layout().shape();
    for (long number = 0; number < shape.size(); number++) {
      int[] at = Elements.index(shape, number);
      double[] line = new double[in.layout().shape().dim(axis)];
      for (int i = 0; i < line.length; i++) {
        line[i] = Elements.get(in, Elements.inserted(at, axis, i));
      }
      Elements.set(out, op.apply(line), at);
    }
  }

  @Override
  public void gather(View source, View indices, View out) {
    requireOpen();
    Shape shape = out.layout().shape();
    for (long number = 0; number < shape.size(); number++) {
      int[] at = Elements.index(shape, number);
      Elements.set(out, Elements.get(source, picked(at, indices, source)), at);
    }
  }

  @Override
  public void scatterAdd(View source, View indices, View out) {
    requireOpen();
    Shape shape = source.layout().shape();
    for (long number = 0; number < shape.size(); number++) {
      int[] at = Elements.index(shape, number);
      int[] to = picked(at, indices, out);
      Elements.set(out, Elements.get(out, to) + Elements.get(source, at), to);
    }
  }

  @Override
  public void replaceRows(View source, View indices, View out) {
    requireOpen();
    for (long r = 0; r < indices.layout().shape().size(); r++) {
      picked(new int[] {(int) r}, indices, out);
    }
    Shape shape = source.layout().shape();
    for (long number = 0; number < shape.size(); number++) {
      int[] at = Elements.index(shape, number);
      Elements.set(out, Elements.get(source, at), picked(at, indices, out));
    }
  }

  private static int[] picked(int[] at, View indices, View rows) {
    int[] to = at.clone();
    to[0] = (int) Elements.get(indices, at[0]);
    int extent = rows.layout().shape().dim(0);
    if (to[0] < 0 || to[0] >= extent) {
      throw new IndexOutOfBoundsException("row " + to[0] + " of " + extent);
    }
    return to;
  }

  @Override
  public void foldKey(Key parent, int n, View counter, View out) {
    requireOpen();
    int number = counter == null ? n : (int) Elements.get(counter);
    long child = Threefry.child(bits(parent), number);
    Elements.set(out, Threefry.highWord(child), 0);
    Elements.set(out, Threefry.lowWord(child), 1);
  }

  @Override
  protected void closeResources() {}
}
