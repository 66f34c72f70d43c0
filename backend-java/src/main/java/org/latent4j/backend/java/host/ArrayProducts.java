package org.latent4j.backend.java.host;

import org.latent4j.backend.View;
import org.latent4j.backend.java.loops.DoubleMatrix;
import org.latent4j.backend.java.loops.DoubleProduct;
import org.latent4j.backend.java.loops.FloatMatrix;
import org.latent4j.backend.java.loops.FloatProduct;
import org.latent4j.backend.java.loops.ProductBlock;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.graph.Layout;
import org.latent4j.op.DataType;

/**
 * Matrix products on {@link ArrayStorage} in plain Java, shared by the workers. The result does not
 * depend on how many they are.
 */
public final class ArrayProducts implements PieceProducts, AutoCloseable {
  /** Multiplications and additions that are worth waking another thread for. */
  private static final long WORTH_SHARING = 1_000_000;

  /** Columns below which a product is rather computed transposed: the loops run along columns. */
  private static final int FEW_COLUMNS = 64;

  /** Rows of a block at least, so that packing the right factor pays. */
  private static final int FEWEST_ROWS = 24;

  private final Workers workers;
  private final ThreadLocal<FloatProduct> floats = ThreadLocal.withInitial(FloatProduct::new);
  private final ThreadLocal<DoubleProduct> doubles = ThreadLocal.withInitial(DoubleProduct::new);

  /**
   * Makes products that are shared by workers.
   *
   * @param workers the threads
   */
  public ArrayProducts(Workers workers) {
    this.workers = workers;
  }

  /**
   * Computes out = alpha a b + beta out, as {@link org.latent4j.backend.Backend#matmul} defines it.
   *
   * @param alpha the factor of the product
   * @param a [M, K] or [batch, M, K], on an {@link ArrayStorage}
   * @param b [K, N] or [batch, K, N], on an {@link ArrayStorage}
   * @param beta the factor of what {@code out} held
   * @param out [M, N] or [batch, M, N], on an {@link ArrayStorage}
   */
  public void multiply(double alpha, View a, View b, double beta, View out) {
    Layout layout = out.layout();
    int rank = layout.shape().rank();
    int rows = layout.shape().dim(rank - 2);
    int columns = layout.shape().dim(rank - 1);
    if (columns < FEW_COLUMNS && columns < rows) {
      multiply(alpha, transposed(b), transposed(a), beta, transposed(out), columns, rows);
    } else {
      multiply(alpha, a, b, beta, out, rows, columns);
    }
  }

  @Override
  public boolean takes(DataType type, Product product) {
    return true;
  }

  @Override
  public boolean dividesSums() {
    return false;
  }

  @Override
  public void multiply(
      DataType type,
      double alpha,
      Product piece,
      HostStorage a,
      HostStorage b,
      double beta,
      HostStorage c) {
    int rows = piece.c().rows();
    int columns = piece.c().columns();
    if (columns < FEW_COLUMNS && columns < rows) {
      multiplyHere(type, alpha, piece.transposed(), b, a, beta, c);
    } else {
      multiplyHere(type, alpha, piece, a, b, beta, c);
    }
  }

  private void multiplyHere(
      DataType type,
      double alpha,
      Product p,
      HostStorage a,
      HostStorage b,
      double beta,
      HostStorage c) {
    ProductBlock all = new ProductBlock(0, p.c().rows(), 0, p.c().columns());
    int depth = p.a().columns();
    if (type == DataType.FLOAT32) {
      FloatMatrix left = floatMatrix(a, p.a());
      FloatMatrix right = floatMatrix(b, p.b());
      FloatMatrix out = floatMatrix(c, p.c());
      floats.get().multiply((float) alpha, left, right, depth, (float) beta, out, all);
    } else {
      DoubleMatrix left = doubleMatrix(a, p.a());
      DoubleMatrix right = doubleMatrix(b, p.b());
      DoubleMatrix out = doubleMatrix(c, p.c());
      doubles.get().multiply(alpha, left, right, depth, beta, out, all);
    }
  }

  private static FloatMatrix floatMatrix(HostStorage storage, Matrix m) {
    float[] data = (float[]) ((ArrayStorage) storage).array();
    return new FloatMatrix(data, (int) m.offset(), (int) m.rowStride(), (int) m.columnStride());
  }

  private static DoubleMatrix doubleMatrix(HostStorage storage, Matrix m) {
    double[] data = (double[]) ((ArrayStorage) storage).array();
    return new DoubleMatrix(data, (int) m.offset(), (int) m.rowStride(), (int) m.columnStride());
  }

  /** Lets go of the calling thread's working memory; that of other threads ends with them. */
  @Override
  public void close() {
    floats.remove();
    doubles.remove();
  }

  private static View transposed(View view) {
    Layout layout = view.layout();
    return new View(
        view.storage(),
        layout.shape().rank() == 2 ? layout.transpose(1, 0) : layout.transpose(0, 2, 1));
  }

  private void multiply(
      double alpha, View a, View b, double beta, View out, int rows, int columns) {
    int rank = out.layout().shape().rank();
    int batch = rank == 3 ? out.layout().shape().dim(0) : 1;
    int depth = a.layout().shape().dim(rank - 1);
    if (rows == 0 || columns == 0) {
      return;
    }
    boolean shared = (double) batch * rows * columns * Math.max(1, depth) > WORTH_SHARING;
    ProductBlock[] blocks = blocks(rows, columns, shared ? workers.count() : 1, batch);
    workers.run(
        shared ? Math.multiplyExact(batch, blocks.length) : 1,
        part -> {
          int first = shared ? part : 0;
          int last = shared ? part + 1 : batch * blocks.length;
          for (int i = first; i < last; i++) {
            int element = i / blocks.length;
            multiply(alpha, a, b, depth, beta, out, element, blocks[i % blocks.length]);
          }
        });
  }

  /** Divides a result among threads, in columns as wide as the panel and in rows. */
  private static ProductBlock[] blocks(int rows, int columns, int threads, int batch) {
    int across = (columns + FloatProduct.WIDTH - 1) / FloatProduct.WIDTH;
    int wanted = threads == 1 ? 1 : (2 * threads + batch - 1) / batch;
    int down = Math.max(1, Math.min(rows / FEWEST_ROWS, (wanted + across - 1) / across));
    ProductBlock[] blocks = new ProductBlock[across * down];
    for (int i = 0; i < blocks.length; i++) {
      int x = i % across;
      int y = i / across;
      blocks[i] =
          new ProductBlock(
              part(rows, y, down),
              part(rows, y + 1, down),
              part(columns, x, across),
              part(columns, x + 1, across));
    }
    return blocks;
  }

  private static int part(int size, int number, int parts) {
    return (int) ((long) size * number / parts);
  }

  private void multiply(
      double alpha,
      View a,
      View b,
      int depth,
      double beta,
      View out,
      int element,
      ProductBlock at) {
    if (out.storage().type() == DataType.FLOAT32) {
      floats
          .get()
          .multiply(
              (float) alpha,
              floatMatrix(a, element),
              floatMatrix(b, element),
              depth,
              (float) beta,
              floatMatrix(out, element),
              at);
    } else {
      doubles
          .get()
          .multiply(
              alpha,
              doubleMatrix(a, element),
              doubleMatrix(b, element),
              depth,
              beta,
              doubleMatrix(out, element),
              at);
    }
  }

  private static FloatMatrix floatMatrix(View view, int element) {
    Layout layout = view.layout();
    float[] data = (float[]) ((ArrayStorage) view.storage()).array();
    return new FloatMatrix(
        data, start(layout, element), (int) layout.stride(-2), (int) layout.stride(-1));
  }

  private static DoubleMatrix doubleMatrix(View view, int element) {
    Layout layout = view.layout();
    double[] data = (double[]) ((ArrayStorage) view.storage()).array();
    return new DoubleMatrix(
        data, start(layout, element), (int) layout.stride(-2), (int) layout.stride(-1));
  }

  private static int start(Layout layout, int element) {
    long batch = layout.shape().rank() == 3 ? layout.stride(0) : 0;
    return (int) (layout.offset() + element * batch);
  }
}
