package org.latent4j.benchmarks.product;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.latent4j.backend.java.host.Workers;
import org.latent4j.backend.java.product.Grid;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.benchmarks.rbm.RbmSize;

/**
 * The five products by {@code cblas_sgemm} of OpenBLAS on native memory. Own threads compute a
 * rectangle of the result each, cut by {@link Grid}.
 */
final class OpenBlasProducts implements FiveProducts {
  private final Workers workers;
  private final List<FloatPointer> arrays = new ArrayList<>();
  private final List<Call[]> phases = new ArrayList<>();

  /**
   * Makes the matrices.
   *
   * @param size their extents
   * @param rate r
   * @param libraryThreads how many threads OpenBLAS uses for a call
   * @param ownThreads how many threads call it
   */
  OpenBlasProducts(RbmSize size, float rate, int libraryThreads, int ownThreads) {
    openblas_nolapack.blas_set_num_threads(libraryThreads);
    workers = new Workers("five-products", ownThreads);
    FiveProducts.arrays(size).forEach(array -> arrays.add(new FloatPointer(array)));
    for (Item item : FiveProducts.items(size, rate)) {
      Matrix c = item.product().c();
      Grid grid = Grid.of(c.rows(), c.columns(), ownThreads);
      Call[] cells = new Call[grid.cells()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = call(item, item.product().cell(grid, i));
      }
      phases.add(cells);
    }
  }

  private Call call(Item item, Product cell) {
    return new Call(
        cell,
        at(item.a(), cell.a()),
        at(item.b(), cell.b()),
        at(item.c(), cell.c()),
        item.alpha(),
        item.beta());
  }

  private FloatPointer at(int array, Matrix matrix) {
    return arrays.get(array).getPointer(FloatPointer.class, matrix.offset());
  }

  /** A call with its pointers made beforehand. */
  private record Call(
      Product cell, FloatPointer a, FloatPointer b, FloatPointer c, float alpha, float beta) {
    void run() {
      openblas_nolapack.cblas_sgemm(
          openblas_nolapack.CblasRowMajor,
          order(cell.a()),
          order(cell.b()),
          cell.c().rows(),
          cell.c().columns(),
          cell.a().columns(),
          alpha,
          a,
          leading(cell.a()),
          b,
          leading(cell.b()),
          beta,
          c,
          cell.c().leading());
    }

    private static int order(Matrix matrix) {
      return matrix.isRowMajor() ? openblas_nolapack.CblasNoTrans : openblas_nolapack.CblasTrans;
    }

    private static int leading(Matrix matrix) {
      return (matrix.isRowMajor() ? matrix : matrix.transposed()).leading();
    }
  }

  @Override
  public void multiply() {
    for (Call[] cells : phases) {
      workers.run(cells.length, i -> cells[i].run());
    }
  }

  @Override
  public float[] hidden() {
    return copy(4);
  }

  @Override
  public float[] weights() {
    return copy(0);
  }

  private float[] copy(int array) {
    float[] copy = new float[(int) arrays.get(array).limit()];
    arrays.get(array).get(copy);
    return copy;
  }

  @Override
  public void close() {
    workers.close();
    arrays.forEach(FloatPointer::close);
  }
}
