package org.latent4j.backend.blas;

import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.product.Matrix;

/** A matrix as jblas takes it. Set anew for every product, so that products make no garbage. */
final class Factor {
  /** Bytes after which addresses fall into the same lines of the first-level cache. */
  private static final int CACHE_PERIOD = 4096;

  /** Elements that lead a row out of the lines of the one above. */
  private static final int GAP = 16;

  private Object array = new float[0];
  private int offset;
  private int leading;
  private char order;

  /** Returns the elements, among others. */
  Object array() {
    return array;
  }

  /** Returns where element (0, 0) is. */
  int offset() {
    return offset;
  }

  /** Returns the step from one row, or column, to the next. */
  int leading() {
    return leading;
  }

  /** Returns {@code 'N'} if rows lie one after the other, {@code 'T'} if columns do. */
  char order() {
    return order;
  }

  Factor set(Object elements, int first, int step, char rowsOrColumns) {
    array = elements;
    offset = first;
    leading = step;
    order = rowsOrColumns;
    return this;
  }

  /**
   * Prepares a factor of products. jblas copies the whole array each time, so a matrix that is a
   * part of its storage may be copied to an array of its own first, and so is one with strides that
   * BLAS does not know.
   *
   * @param scratch where that array and the factor come from
   * @param uses how many products it is a factor of
   */
  static Factor of(ArrayStorage storage, Matrix matrix, Scratch.Arrays scratch, int uses) {
    boolean byRows = matrix.isRowMajor() || !matrix.isColumnMajor();
    boolean known = matrix.isRowMajor() || matrix.isColumnMajor();
    char order = byRows ? 'N' : 'T';
    long size = (long) matrix.rows() * matrix.columns();
    if (known && !isWorthCutting(storage.length(), size, uses)) {
      int step = byRows ? matrix.leading() : matrix.leadingOfTransposed();
      return scratch.factor().set(storage.array(), (int) matrix.offset(), step, order);
    }
    Matrix lines = byRows ? matrix : matrix.transposed();
    int step = leading(lines.columns(), storage.type().bytes());
    Object copy = scratch.get(storage.type(), Math.multiplyExact(lines.rows(), step));
    Copies.read(storage, lines, copy, 0, step);
    return scratch.factor().set(copy, 0, step, order);
  }

  /** The first copy costs as much as five quarters of its size in each use. */
  private static boolean isWorthCutting(long storage, long size, int uses) {
    return 4L * uses * storage > (4L * uses + 5) * size;
  }

  /** OpenBLAS reads several rows side by side, which would drive each other out of the cache. */
  private static int leading(int columns, int bytes) {
    return (long) columns * bytes % CACHE_PERIOD == 0 ? columns + GAP : columns;
  }
}
