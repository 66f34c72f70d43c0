package org.latent4j.backend.blas;

import org.latent4j.backend.View;
import org.latent4j.backend.java.host.ArrayProducts;
import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.host.HostStorage;
import org.latent4j.backend.java.host.PieceProducts;
import org.latent4j.backend.java.host.Workers;
import org.latent4j.backend.java.product.Grid;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/**
 * Matrix products of any strides on Java arrays: small ones in Java, the others by jblas on the
 * backend's own threads, cut into rectangles of the result. No sum is ever divided, so results do
 * not depend on which thread does what.
 */
final class BlasProducts implements PieceProducts {
  /** Below this many multiplications Java is faster than the way to native code and back. */
  private static final double WORTH_JBLAS = 500;

  /** Below this many multiplications waking a second thread costs more than it saves. */
  private static final double WORTH_SHARING = 5e5;

  /**
   * Larger arrays than this (16 MB of FLOAT32) are not cut out for one call: the copies get slow.
   */
  private static final long LARGEST_PART = 1 << 22;

  /** For a library that is built for one thread, however many backends are open. */
  private static final Object ONE_AT_A_TIME = new Object();

  private final Workers workers;
  private final boolean severalThreads;
  private final ArrayProducts inJava;

  BlasProducts(Workers workers, boolean severalThreads) {
    this.workers = workers;
    this.severalThreads = severalThreads;
    this.inJava = new ArrayProducts(workers);
  }

  /** Computes out = alpha a b + beta out, as {@code Backend.matmul} says. */
  void multiply(double alpha, View a, View b, double beta, View out) {
    int depth = a.layout().shape().dim(-1);
    int batch = out.layout().shape().rank() == 3 ? out.layout().shape().dim(0) : 1;
    double multiplications = (double) out.layout().shape().size() * depth;
    // Also what has no elements or no depth, of which BLAS implementations make different things.
    if (multiplications < WORTH_JBLAS * Math.max(1, batch)) {
      inJava.multiply(alpha, a, b, beta, out);
    } else if (!severalThreads) {
      synchronized (ONE_AT_A_TIME) {
        multiply(alpha, a, b, beta, out, 0, batch);
      }
    } else if (workers.count() == 1 || multiplications < WORTH_SHARING) {
      multiply(alpha, a, b, beta, out, 0, batch);
    } else if (batch >= workers.count()) {
      int parts = workers.count();
      workers.run(
          parts,
          part ->
              multiply(
                  alpha, a, b, beta, out, from(part, parts, batch), from(part + 1, parts, batch)));
    } else {
      for (int i = 0; i < batch; i++) {
        multiplyTogether(alpha, a, b, beta, out, i);
      }
    }
  }

  @Override
  public boolean takes(DataType type, Product product) {
    double multiplications =
        (double) product.c().rows() * product.c().columns() * product.a().columns();
    return severalThreads
        && multiplications >= WORTH_JBLAS
        && product.a().extent() <= LARGEST_PART
        && product.b().extent() <= LARGEST_PART
        && product.c().extent() <= LARGEST_PART;
  }

  @Override
  public boolean dividesSums() {
    return true;
  }

  @Override
  public void multiply(DataType type, Term term, double beta, HostStorage c) {
    multiplyAll(type, new Term[] {term}, beta, c);
  }

  @Override
  public void multiplyAll(DataType type, Term[] terms, double beta, HostStorage c) {
    SumOfProducts.compute(type, terms, beta, (ArrayStorage) c);
  }

  /** One product of a batch. */
  private record Item(double alpha, Product whole, View a, View b, double beta, View out) {
    /** The factors change places where C lies column by column. */
    static Item of(double alpha, View a, View b, double beta, View out, int index) {
      Product asked =
          new Product(
              Matrix.of(a.layout(), index),
              Matrix.of(b.layout(), index),
              Matrix.of(out.layout(), index));
      return asked.isByColumns()
          ? new Item(alpha, asked.transposed(), b, a, beta, out)
          : new Item(alpha, asked, a, b, beta, out);
    }

    void run(Grid grid, int cell) {
      Term term =
          new Term(
              alpha,
              whole.cell(grid, cell),
              whole,
              (ArrayStorage) a.storage(),
              (ArrayStorage) b.storage());
      ArrayStorage c = (ArrayStorage) out.storage();
      SumOfProducts.compute(c.type(), new Term[] {term}, beta, c);
    }
  }

  /** Several threads compute one matrix. */
  private void multiplyTogether(double alpha, View a, View b, double beta, View out, int index) {
    Item item = Item.of(alpha, a, b, beta, out, index);
    Grid grid = grid(item.whole(), workers.count());
    workers.run(grid.cells(), cell -> item.run(grid, cell));
  }

  /** The calling thread computes the matrices {@code from} to {@code to - 1} of a batch. */
  private static void multiply(
      double alpha, View a, View b, double beta, View out, int from, int to) {
    for (int i = from; i < to; i++) {
      Item item = Item.of(alpha, a, b, beta, out, i);
      Grid grid = grid(item.whole(), 1);
      for (int cell = 0; cell < grid.cells(); cell++) {
        item.run(grid, cell);
      }
    }
  }

  /** Cuts C for the threads, and finer where the parts of A, B or C would be very large. */
  private static Grid grid(Product whole, int threads) {
    int m = whole.c().rows();
    int n = whole.c().columns();
    double k = whole.a().columns();
    Grid grid = Grid.of(m, n, threads);
    int columns = Math.max(grid.columns(), pieces(n, k));
    int rows = Math.max(grid.rows(), pieces(m, Math.max(k, (double) n / columns)));
    return new Grid(rows, columns);
  }

  /** Into how many pieces so many lines of a length must be cut. */
  private static int pieces(int lines, double length) {
    return (int) Math.min(lines, Math.ceil(lines * length / LARGEST_PART));
  }

  private static int from(int part, int parts, int batch) {
    return (int) ((long) batch * part / parts);
  }
}
