package org.latent4j.backend.cpu;

import org.latent4j.backend.View;
import org.latent4j.backend.java.host.HostStorage;
import org.latent4j.backend.java.host.PieceProducts;
import org.latent4j.backend.java.host.Workers;
import org.latent4j.backend.java.product.Grid;
import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/**
 * Matrix products of any strides on native memory.
 *
 * <p>OpenBLAS multiplies; it works on the calling thread alone. A large product is cut into
 * rectangles of the result, one for each of the backend's own threads, and a batch is dealt out
 * matrix by matrix. Both leave every sum whole, so results do not depend on which thread does what.
 */
final class NativeProducts implements PieceProducts {
  private static final boolean TILES_PAY = Tiling.pay(OpenBlas.kernels());

  /** Below this many multiplications waking a second thread costs more than it saves. */
  private static final double WORTH_SHARING = 5e5;

  /** Columns of C that stay in the second-level cache while several products are added to them. */
  private static final int PANEL = 256;

  private final NativeMemory memory;
  private final Workers workers;

  NativeProducts(NativeMemory memory, Workers workers) {
    this.memory = memory;
    this.workers = workers;
  }

  /** Computes out = alpha a b + beta out, as {@code Backend.matmul} says. */
  void multiply(double alpha, View a, View b, double beta, View out) {
    int batch = out.layout().shape().rank() == 3 ? out.layout().shape().dim(0) : 1;
    if (out.layout().shape().size() == 0) {
      return;
    }
    double multiplications = (double) out.layout().shape().size() * a.layout().shape().dim(-1);
    if (workers.count() == 1 || multiplications < WORTH_SHARING) {
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
    return product.c().isRowMajor() && Cblas.takes(product.a()) && Cblas.takes(product.b());
  }

  @Override
  public boolean dividesSums() {
    return true;
  }

  @Override
  public void multiply(DataType type, Term term, double beta, HostStorage c) {
    Product piece = term.piece();
    long toA = ((NativeStorage) term.a()).address();
    long toB = ((NativeStorage) term.b()).address();
    long toC = ((NativeStorage) c).address();
    if (type == DataType.FLOAT32) {
      Tiling tiling = TILES_PAY ? Tiling.of(piece) : Tiling.WHOLE;
      Cblas.sgemm((float) term.alpha(), piece, toA, toB, (float) beta, toC, tiling);
    } else {
      Cblas.dgemm(term.alpha(), piece, toA, toB, beta, toC);
    }
  }

  @Override
  public void multiplyAll(DataType type, Term[] terms, double beta, HostStorage c) {
    int columns = terms[0].piece().c().columns();
    if (terms.length == 1 || type != DataType.FLOAT32 || !tiled(terms)) {
      PieceProducts.super.multiplyAll(type, terms, beta, c);
      return;
    }
    long toC = ((NativeStorage) c).address();
    for (int from = 0; from < columns; from += PANEL) {
      int to = Math.min(columns, from + PANEL);
      for (int i = 0; i < terms.length; i++) {
        Term term = terms[i];
        long toA = ((NativeStorage) term.a()).address();
        long toB = ((NativeStorage) term.b()).address();
        float alpha = (float) term.alpha();
        float factor = i == 0 ? (float) beta : 1;
        Tiling tiling = Tiling.of(term.piece());
        Cblas.sgemm(alpha, term.piece(), toA, toB, factor, toC, tiling, from, to);
      }
    }
  }

  /** Whether all products are handed over in tiles, so that C can be gone through by panels. */
  private static boolean tiled(Term[] terms) {
    for (Term term : terms) {
      if (!TILES_PAY || Tiling.of(term.piece()).columns() > PANEL) {
        return false;
      }
    }
    return true;
  }

  /** All threads compute one matrix. */
  private void multiplyTogether(double alpha, View a, View b, double beta, View out, int index) {
    try (Prepared item = new Prepared(memory, a, b, beta, out, index)) {
      Product whole = item.product();
      Grid grid = Grid.of(whole.c().rows(), whole.c().columns(), workers.count());
      workers.run(grid.cells(), cell -> item.run(alpha, whole.cell(grid, cell), beta));
      item.finish();
    }
  }

  /** The calling thread computes the matrices {@code from} to {@code to - 1} of a batch. */
  private void multiply(double alpha, View a, View b, double beta, View out, int from, int to) {
    for (int i = from; i < to; i++) {
      try (Prepared item = new Prepared(memory, a, b, beta, out, i)) {
        item.run(alpha, item.product(), beta);
        item.finish();
      }
    }
  }

  private static int from(int part, int parts, int batch) {
    return (int) ((long) batch * part / parts);
  }
}
