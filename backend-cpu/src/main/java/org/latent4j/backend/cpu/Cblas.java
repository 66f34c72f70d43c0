package org.latent4j.backend.cpu;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;

/** Calls OpenBLAS for products whose matrices it can take as they lie in memory. */
final class Cblas {
  /** Pointers that are set anew for every call, so that a call makes no garbage. */
  private static final ThreadLocal<Cblas> OF_THREAD = ThreadLocal.withInitial(Cblas::new);

  private final FloatAddress floatA = new FloatAddress();
  private final FloatAddress floatB = new FloatAddress();
  private final FloatAddress floatC = new FloatAddress();
  private final DoubleAddress doubleA = new DoubleAddress();
  private final DoubleAddress doubleB = new DoubleAddress();
  private final DoubleAddress doubleC = new DoubleAddress();

  /** Where tiles of B are copied to; goes with the thread. */
  private @Nullable FloatPointer tile;

  private Cblas() {}

  /**
   * Says whether OpenBLAS can take a matrix as it lies, row by row or column by column.
   *
   * @param matrix the matrix A or B of a product
   */
  static boolean takes(Matrix matrix) {
    return matrix.isRowMajor() || matrix.isColumnMajor();
  }

  /**
   * Computes C = alpha A B + beta C in FLOAT32; if beta is 0, C is not read.
   *
   * @param p a product with a row-major C, an A and a B that OpenBLAS takes, and none of them empty
   * @param a the address of element 0 of A's storage
   * @param b the address of element 0 of B's storage
   * @param c the address of element 0 of C's storage
   * @param tiling the pieces in which OpenBLAS gets the product
   */
  static void sgemm(float alpha, Product p, long a, long b, float beta, long c, Tiling tiling) {
    sgemm(alpha, p, a, b, beta, c, tiling, 0, p.c().columns());
  }

  /** Computes the columns {@code from} to {@code to - 1} of C. */
  static void sgemm(
      float alpha, Product p, long a, long b, float beta, long c, Tiling tiling, int from, int to) {
    Cblas pointers = OF_THREAD.get();
    int m = p.c().rows();
    int k = p.a().columns();
    int block = tiling.blockRows(k);
    for (int top = 0; top < m; ) {
      int bottom = top + Math.min(block, m - top);
      for (int j = from; j < to; ) {
        int columns = Math.min(tiling.columns(), to - j);
        for (int q = 0; q < k; ) {
          int depth = Math.min(tiling.depth(), k - q);
          long tileOfB = b + p.b().at(q, j) * Float.BYTES;
          int leadingOfB = leading(p.b());
          if (tiling.copiesB()) {
            tileOfB = pointers.copied(tileOfB, depth, columns, leadingOfB);
            leadingOfB = columns;
          }
          for (int i = top; i < bottom; ) {
            int rows = Math.min(tiling.rows(), bottom - i);
            openblas_nolapack.cblas_sgemm(
                openblas_nolapack.CblasRowMajor,
                order(p.a()),
                order(p.b()),
                rows,
                columns,
                depth,
                alpha,
                pointers.floatA.at(a + p.a().at(i, q) * Float.BYTES),
                leading(p.a()),
                pointers.floatB.at(tileOfB),
                leadingOfB,
                q == 0 ? beta : 1,
                pointers.floatC.at(c + p.c().at(i, j) * Float.BYTES),
                p.c().leading());
            i += rows;
          }
          q += depth;
        }
        j += columns;
      }
      top = bottom;
    }
  }

  /** Copies a tile of a row-major B and returns where it is. */
  private long copied(long from, int rows, int columns, int leading) {
    FloatPointer to = tile;
    if (to == null) {
      to = new FloatPointer(Tiling.MOST_COPIED);
      tile = to;
    }
    long rowBytes = (long) columns * Float.BYTES;
    for (int row = 0; row < rows; row++) {
      Pointer.memcpy(
          floatC.at(to.address() + row * rowBytes),
          floatB.at(from + (long) row * leading * Float.BYTES),
          rowBytes);
    }
    return to.address();
  }

  /** The same as {@link #sgemm} in FLOAT64, in one piece. */
  static void dgemm(double alpha, Product p, long a, long b, double beta, long c) {
    Cblas pointers = OF_THREAD.get();
    openblas_nolapack.cblas_dgemm(
        openblas_nolapack.CblasRowMajor,
        order(p.a()),
        order(p.b()),
        p.c().rows(),
        p.c().columns(),
        p.a().columns(),
        alpha,
        pointers.doubleA.at(a + p.a().offset() * Double.BYTES),
        leading(p.a()),
        pointers.doubleB.at(b + p.b().offset() * Double.BYTES),
        leading(p.b()),
        beta,
        pointers.doubleC.at(c + p.c().offset() * Double.BYTES),
        p.c().leading());
  }

  private static int order(Matrix matrix) {
    return matrix.isRowMajor() ? openblas_nolapack.CblasNoTrans : openblas_nolapack.CblasTrans;
  }

  private static int leading(Matrix matrix) {
    return matrix.isRowMajor() ? matrix.leading() : matrix.leadingOfTransposed();
  }

  /** A pointer that can be moved; {@code Pointer} keeps its address from others. */
  private static final class FloatAddress extends FloatPointer {
    FloatAddress() {
      super((Pointer) null);
    }

    FloatAddress at(long newAddress) {
      address = newAddress;
      return this;
    }
  }

  /** A pointer that can be moved; {@code Pointer} keeps its address from others. */
  private static final class DoubleAddress extends DoublePointer {
    DoubleAddress() {
      super((Pointer) null);
    }

    DoubleAddress at(long newAddress) {
      address = newAddress;
      return this;
    }
  }
}
