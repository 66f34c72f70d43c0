package org.latent4j.benchmarks.product;

import java.util.List;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.jblas.NativeBlas;
import org.latent4j.backend.java.host.Workers;
import org.latent4j.backend.java.product.Grid;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.benchmarks.rbm.RbmSize;

/**
 * The five products by jblas's {@code sgemm} on Java arrays. jblas copies every array into native
 * memory, the result also back, so own threads need result arrays of their own: each computes a
 * rectangle there and copies it to its place.
 *
 * <p>The backend {@code blas} must have been opened in the process before: it binds jblas to
 * OpenBLAS.
 */
final class JblasProducts implements FiveProducts {
  private final Workers workers;
  private final List<float[]> arrays;
  private final Rectangle[][] phases;

  /**
   * Makes the matrices.
   *
   * @param size their extents
   * @param rate r
   * @param libraryThreads how many threads OpenBLAS uses for a call
   * @param ownThreads how many threads call it
   */
  JblasProducts(RbmSize size, float rate, int libraryThreads, int ownThreads) {
    openblas_nolapack.blas_set_num_threads(libraryThreads);
    workers = new Workers("five-products", ownThreads);
    arrays = FiveProducts.arrays(size);
    phases =
        FiveProducts.items(size, rate).stream()
            .map(item -> rectangles(item, ownThreads))
            .toArray(Rectangle[][]::new);
  }

  private static Rectangle[] rectangles(Item item, int threads) {
    Matrix c = item.product().c();
    Grid grid = Grid.of(c.rows(), c.columns(), threads);
    Rectangle[] rectangles = new Rectangle[grid.cells()];
    for (int i = 0; i < rectangles.length; i++) {
      Product cell = item.product().cell(grid, i);
      float[] own = rectangles.length == 1 ? null : new float[cell.c().rows() * cell.c().columns()];
      rectangles[i] = new Rectangle(item, cell, own);
    }
    return rectangles;
  }

  /** A part of a product, with an array for its result unless it is the whole. */
  private static final class Rectangle {
    private final Item item;
    private final Product cell;
    private final float[] own;

    Rectangle(Item item, Product cell, float[] own) {
      this.item = item;
      this.cell = cell;
      this.own = own;
    }

    void compute(List<float[]> arrays) {
      float[] whole = arrays.get(item.c());
      if (own == null) {
        multiply(arrays, whole, cell.c().leading());
        return;
      }
      int columns = cell.c().columns();
      if (item.beta() != 0) {
        for (int i = 0; i < cell.c().rows(); i++) {
          System.arraycopy(whole, (int) cell.c().at(i, 0), own, i * columns, columns);
        }
      }
      multiply(arrays, own, columns);
      for (int i = 0; i < cell.c().rows(); i++) {
        System.arraycopy(own, i * columns, whole, (int) cell.c().at(i, 0), columns);
      }
    }

    /** jblas's matrices lie by columns, so it is given the transposed product. */
    private void multiply(List<float[]> arrays, float[] result, int leading) {
      NativeBlas.sgemm(
          order(cell.b()),
          order(cell.a()),
          cell.c().columns(),
          cell.c().rows(),
          cell.a().columns(),
          item.alpha(),
          arrays.get(item.b()),
          (int) cell.b().offset(),
          leading(cell.b()),
          arrays.get(item.a()),
          (int) cell.a().offset(),
          leading(cell.a()),
          item.beta(),
          result,
          0,
          leading);
    }

    private static char order(Matrix matrix) {
      return matrix.isRowMajor() ? 'N' : 'T';
    }

    private static int leading(Matrix matrix) {
      return (matrix.isRowMajor() ? matrix : matrix.transposed()).leading();
    }
  }

  @Override
  public void multiply() {
    for (Rectangle[] rectangles : phases) {
      workers.run(rectangles.length, i -> rectangles[i].compute(arrays));
    }
  }

  @Override
  public float[] hidden() {
    return arrays.get(4);
  }

  @Override
  public float[] weights() {
    return arrays.get(0);
  }

  @Override
  public void close() {
    workers.close();
  }
}
