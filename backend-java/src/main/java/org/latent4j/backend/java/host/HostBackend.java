package org.latent4j.backend.java.host;

import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.backend.BackendOptions;
import org.latent4j.backend.Executable;
import org.latent4j.backend.Key;
import org.latent4j.backend.Scalar;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.ReductionOp;
import org.latent4j.random.Threefry;

/**
 * A backend that computes on the processor, on {@link HostStorage}. Everything but memory and
 * matrix products is here, in chunks that stay in the first-level cache, shared by the {@link
 * #workers}. A subclass provides {@link #allocate} with a {@link HostStorage} and {@link #matmul}.
 */
public abstract class HostBackend extends Backend {
  private final Workers workers;
  private final Division division;
  private final Workspaces workspaces = new Workspaces();
  private final ElementwiseEngine elementwise;
  private final ReductionEngine reductions;
  private final RowEngine rows;

  /**
   * For subclasses: starts the worker threads.
   *
   * @param name the beginning of the threads' names
   * @param options how many threads
   * @param division when plans are divided among them
   */
  protected HostBackend(String name, BackendOptions options, Division division) {
    this.division = division;
    workers = new Workers("latent4j-" + name, options.threads());
    elementwise = new ElementwiseEngine(workers, workspaces);
    reductions = new ReductionEngine(workers, workspaces);
    rows = new RowEngine(workers, workspaces);
  }

  /**
   * Returns the threads that share large operations, for use in {@link #matmul}.
   *
   * @return the workers
   */
  protected final Workers workers() {
    return workers;
  }

  /**
   * Says how pieces of a product are computed on one thread. A backend that has such a way lets its
   * products run side by side with what follows them.
   *
   * @return the way, or null: every product of a plan is then computed by {@link #matmul}
   */
  protected @Nullable PieceProducts pieceProducts() {
    return null;
  }

  /** Says when plans are divided among the threads. */
  final Division division() {
    return division;
  }

  /** Returns the arrays in which each thread works. */
  final Workspaces workspaces() {
    return workspaces;
  }

  /** Returns an expression as instructions. */
  final Kernel kernel(Expression expression) {
    return elementwise.kernel(expression);
  }

  /** Refuses work after closing. */
  final void requireUsable() {
    requireOpen();
  }

  @Override
  public final Executable prepare(Plan plan, View[] constants, View[] states) {
    requireOpen();
    return new HostExecutable(this, plan, constants, states);
  }

  @Override
  public final void write(Storage to, long at, Object array, int from, int count) {
    requireOpen();
    ((HostStorage) to).write(at, array, from, count);
  }

  @Override
  public final void read(Storage from, long at, Object array, int to, int count) {
    requireOpen();
    ((HostStorage) from).read(at, array, to, count);
  }

  @Override
  public final void elementwise(
      Expression expression, Shape shape, View[] inputs, Key[] keys, View[] outputs) {
    requireOpen();
    long[] bits = new long[keys.length];
    for (int i = 0; i < keys.length; i++) {
      bits[i] = bits(keys[i]);
    }
    elementwise.run(expression, shape, inputs, bits, outputs);
  }

  @Override
  public final void reduce(ReductionOp op, View in, int axis, View out) {
    requireOpen();
    reductions.run(op, in, axis, out);
  }

  @Override
  public final void gather(View source, View indices, View out) {
    requireOpen();
    rows.gather(source, indices, out);
  }

  @Override
  public final void scatterAdd(View source, View indices, View out) {
    requireOpen();
    rows.scatterAdd(source, indices, out);
  }

  @Override
  public final void replaceRows(View source, View indices, View out) {
    requireOpen();
    rows.replaceRows(source, indices, out);
  }

  @Override
  public final void foldKey(Key parent, int n, View counter, View out) {
    requireOpen();
    int number = counter == null ? n : intAt(counter, 0);
    long child = Threefry.child(bits(parent), number);
    int[] words = {Threefry.highWord(child), Threefry.lowWord(child)};
    HostStorage storage = storage(out);
    for (int i = 0; i < words.length; i++) {
      storage.write(out.layout().offset() + i * out.layout().stride(0), words, i, 1);
    }
  }

  /** Ends the worker threads. A subclass that overrides this must call it. */
  @Override
  protected void closeResources() {
    workers.close();
    workspaces.remove();
  }

  /**
   * Returns the storage of a view of this backend.
   *
   * @param view the view
   * @return its storage
   */
  protected static HostStorage storage(View view) {
    return (HostStorage) view.storage();
  }

  /**
   * Reads a scalar.
   *
   * @param scalar the scalar; its view may be of any type
   * @return its value now
   */
  protected static double value(Scalar scalar) {
    View view = scalar.view();
    if (view == null) {
      return scalar.factor();
    }
    long at = view.layout().offset();
    HostStorage storage = storage(view);
    double element =
        switch (storage.type()) {
          case FLOAT32 -> {
            float[] one = new float[1];
            storage.read(at, one, 0, 1);
            yield one[0];
          }
          case FLOAT64 -> {
            double[] one = new double[1];
            storage.read(at, one, 0, 1);
            yield one[0];
          }
          case INT32 -> intAt(view, 0);
          case UINT8 -> {
            byte[] one = new byte[1];
            storage.read(at, one, 0, 1);
            yield one[0] & 0xff;
          }
        };
    return scalar.factor() * element;
  }

  private static long bits(Key key) {
    View view = key.view();
    return view == null
        ? key.bits()
        : Threefry.pack(intAt(view, 0), intAt(view, view.layout().stride(0)));
  }

  private static int intAt(View view, long after) {
    int[] one = new int[1];
    storage(view).read(view.layout().offset() + after, one, 0, 1);
    return one[0];
  }
}
