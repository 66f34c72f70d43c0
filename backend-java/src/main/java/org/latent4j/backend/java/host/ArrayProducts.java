package org.latent4j.backend.java.host;

import org.latent4j.backend.View;
import org.latent4j.backend.java.loops.DoubleMatrix;
import org.latent4j.backend.java.loops.DoubleProduct;
import org.latent4j.backend.java.loops.FloatMatrix;
import org.latent4j.backend.java.loops.FloatProduct;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.graph.Shape;
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

  private final Workers workers;
  private final ThreadLocal<Floats> floats = ThreadLocal.withInitial(Floats::new);
  private final ThreadLocal<Doubles> doubles = ThreadLocal.withInitial(Doubles::new);
  private final ThreadLocal<BinaryRowProducts> binaryRows =
      ThreadLocal.withInitial(BinaryRowProducts::new);

  /** What a thread multiplies with. The matrices are set anew for every product: no garbage. */
  private static final class Floats {
    private final FloatProduct product = new FloatProduct();
    private final FloatMatrix a = new FloatMatrix();
    private final FloatMatrix b = new FloatMatrix();
    private final FloatMatrix c = new FloatMatrix();
  }

  /** The same for FLOAT64. */
  private static final class Doubles {
    private final DoubleProduct product = new DoubleProduct();
    private final DoubleMatrix a = new DoubleMatrix();
    private final DoubleMatrix b = new DoubleMatrix();
    private final DoubleMatrix c = new DoubleMatrix();
  }

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
    Shape shape = out.layout().shape();
    if (shape.size() == 0) {
      return;
    }
    int batch = shape.rank() == 3 ? shape.dim(0) : 1;
    double multiplications = (double) shape.size() * Math.max(1, a.layout().shape().dim(-1));
    boolean shared = multiplications > WORTH_SHARING;
    boolean turned = isTurned(shape.dim(-2), shape.dim(-1));
    int rows = turned ? shape.dim(-1) : shape.dim(-2);
    int columns = turned ? shape.dim(-2) : shape.dim(-1);
    Cells cells = Cells.of(rows, columns, shared ? workers.count() : 1, batch);
    int all = Math.multiplyExact(batch, cells.count());
    workers.run(
        shared ? all : 1,
        part -> {
          int first = shared ? part : 0;
          int last = shared ? part + 1 : all;
          for (int i = first; i < last; i++) {
            multiplyCell(alpha, a, b, beta, out, turned, cells, i);
          }
        });
  }

  private void multiplyCell(
      double alpha, View a, View b, double beta, View out, boolean turned, Cells cells, int i) {
    int element = i / cells.count();
    Product asked =
        new Product(
            Matrix.of(a.layout(), element),
            Matrix.of(b.layout(), element),
            Matrix.of(out.layout(), element));
    Product cell = cells.cell(turned ? asked.transposed() : asked, i % cells.count());
    HostStorage left = HostBackend.storage(turned ? b : a);
    HostStorage right = HostBackend.storage(turned ? a : b);
    HostStorage result = HostBackend.storage(out);
    Product whole = turned ? asked.transposed() : asked;
    multiply(result.type(), new Term(alpha, cell, whole, left, right), beta, result, false);
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
  public void multiply(DataType type, Term term, double beta, HostStorage c) {
    Matrix result = term.piece().c();
    multiply(type, term, beta, c, isTurned(result.rows(), result.columns()));
  }

  private static boolean isTurned(int rows, int columns) {
    return columns < FEW_COLUMNS && columns < rows;
  }

  /** If turned, the transposed C is computed from the transposed B and A. */
  private void multiply(DataType type, Term term, double beta, HostStorage c, boolean turned) {
    if (type == DataType.FLOAT64) {
      multiplyDoubles(term, beta, c, turned);
    } else if (BinarySums.areWorthIt(type, term.whole())) {
      multiplyBinaryRows(term, beta, c, turned);
    } else {
      multiplyFloats(term, beta, c, turned);
    }
  }

  /**
   * Every row of A goes its own way, binary or not, so that no other row decides how a sum is
   * rounded, nor how rows are dealt out to threads.
   */
  private void multiplyBinaryRows(Term term, double beta, HostStorage c, boolean turned) {
    int rows = term.piece().c().rows();
    BinaryRowProducts mine = binaryRows();
    int left = mine.multiply(term, beta, c);
    if (left == rows) {
      multiplyFloats(term, beta, c, turned);
    } else if (left > 0) {
      multiplyFloats(term, beta, c, mine.otherRows(), left);
    }
  }

  private void multiplyFloats(Term term, double beta, HostStorage c, boolean turned) {
    Floats mine = floats();
    set(mine.a, term.a(), term.piece().a(), turned);
    set(mine.b, term.b(), term.piece().b(), turned);
    set(mine.c, c, term.piece().c(), turned);
    FloatMatrix left = turned ? mine.b : mine.a;
    FloatMatrix right = turned ? mine.a : mine.b;
    multiply(mine, (float) term.alpha(), left, right, (float) beta);
  }

  /** Computes some rows of C. */
  private void multiplyFloats(Term term, double beta, HostStorage c, int[] rows, int count) {
    Floats mine = floats();
    set(mine.a, term.a(), term.piece().a(), false);
    set(mine.b, term.b(), term.piece().b(), false);
    set(mine.c, c, term.piece().c(), false);
    mine.a.choose(rows, count);
    mine.c.choose(rows, count);
    multiply(mine, (float) term.alpha(), mine.a, mine.b, (float) beta);
  }

  private static void multiply(
      Floats mine, float alpha, FloatMatrix left, FloatMatrix right, float beta) {
    mine.product.multiply(alpha, left, right, beta, mine.c);
    mine.a.release();
    mine.b.release();
    mine.c.release();
  }

  private void multiplyDoubles(Term term, double beta, HostStorage c, boolean turned) {
    Doubles mine = doubles();
    set(mine.a, term.a(), term.piece().a(), turned);
    set(mine.b, term.b(), term.piece().b(), turned);
    set(mine.c, c, term.piece().c(), turned);
    DoubleMatrix left = turned ? mine.b : mine.a;
    DoubleMatrix right = turned ? mine.a : mine.b;
    mine.product.multiply(term.alpha(), left, right, beta, mine.c);
    mine.a.release();
    mine.b.release();
    mine.c.release();
  }

  private BinaryRowProducts binaryRows() {
    if (binaryRows.get().hasMoved()) {
      binaryRows.remove();
    }
    return binaryRows.get();
  }

  private Floats floats() {
    if (floats.get().product.hasMoved()) {
      floats.remove();
    }
    return floats.get();
  }

  private Doubles doubles() {
    if (doubles.get().product.hasMoved()) {
      doubles.remove();
    }
    return doubles.get();
  }

  private static void set(FloatMatrix matrix, HostStorage storage, Matrix at, boolean turned) {
    matrix.set((float[]) ((ArrayStorage) storage).array(), (int) at.offset());
    if (turned) {
      matrix.shape(at.columns(), at.rows(), (int) at.columnStride(), (int) at.rowStride());
    } else {
      matrix.shape(at.rows(), at.columns(), (int) at.rowStride(), (int) at.columnStride());
    }
  }

  private static void set(DoubleMatrix matrix, HostStorage storage, Matrix at, boolean turned) {
    matrix.set((double[]) ((ArrayStorage) storage).array(), (int) at.offset());
    if (turned) {
      matrix.shape(at.columns(), at.rows(), (int) at.columnStride(), (int) at.rowStride());
    } else {
      matrix.shape(at.rows(), at.columns(), (int) at.rowStride(), (int) at.columnStride());
    }
  }

  /** Lets go of the calling thread's working memory; that of other threads ends with them. */
  @Override
  public void close() {
    floats.remove();
    doubles.remove();
    binaryRows.remove();
  }

  /** How a result is cut for threads: into columns as wide as the panel, and into rows. */
  private record Cells(int across, int down) {
    /** Rows of a cell at least, so that packing the right factor pays. */
    private static final int FEWEST_ROWS = 24;

    static Cells of(int rows, int columns, int threads, int batch) {
      int across = (columns + FloatProduct.WIDTH - 1) / FloatProduct.WIDTH;
      int wanted = threads == 1 ? 1 : (2 * threads + batch - 1) / batch;
      int down = Math.max(1, Math.min(rows / FEWEST_ROWS, (wanted + across - 1) / across));
      return new Cells(across, down);
    }

    int count() {
      return across * down;
    }

    /** Returns the product that computes one cell. */
    Product cell(Product p, int index) {
      int y = index / across;
      int x = index % across;
      int fromRow = from(p.c().rows(), y, down);
      int toRow = from(p.c().rows(), y + 1, down);
      int fromColumn = from(p.c().columns(), x, across);
      int toColumn = from(p.c().columns(), x + 1, across);
      return new Product(
          p.a().part(fromRow, toRow, 0, p.a().columns()),
          p.b().part(0, p.b().rows(), fromColumn, toColumn),
          p.c().part(fromRow, toRow, fromColumn, toColumn));
    }

    private static int from(int size, int number, int parts) {
      return (int) ((long) size * number / parts);
    }
  }
}
