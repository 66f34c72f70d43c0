package org.latent4j.backend.blas;

import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.product.Matrix;

/**
 * A matrix as jblas takes it.
 *
 * @param array the elements, among others
 * @param offset where element (0, 0) is
 * @param leading the step from one row, or column, to the next
 * @param order {@code 'N'} if rows lie one after the other, {@code 'T'} if columns do
 */
record Factor(Object array, int offset, int leading, char order) {
  /** Bytes after which addresses fall into the same lines of the first-level cache. */
  private static final int CACHE_PERIOD = 4096;

  /** Elements that lead a row out of the lines of the one above. */
  private static final int GAP = 16;

  /**
   * Prepares a factor of products. jblas copies the whole array each time, so a matrix that is a
   * part of its storage may be copied to an array of its own first, and so is one with strides that
   * BLAS does not know.
   *
   * @param scratch where that array comes from
   * @param uses how many products it is a factor of
   */
  static Factor of(ArrayStorage storage, Matrix matrix, Scratch.Arrays scratch, int uses) {
    boolean byRows = matrix.isRowMajor();
    boolean known = byRows || matrix.transposed().isRowMajor();
    Matrix lines = byRows || !known ? matrix : matrix.transposed();
    char order = byRows || !known ? 'N' : 'T';
    long size = (long) matrix.rows() * matrix.columns();
    if (known && !isWorthCutting(storage.length(), size, uses)) {
      return new Factor(storage.array(), (int) matrix.offset(), lines.leading(), order);
    }
    int leading = leading(lines.columns(), storage.type().bytes());
    Object array = scratch.get(storage.type(), Math.multiplyExact(lines.rows(), leading));
    Copies.read(storage, lines, array, 0, leading);
    return new Factor(array, 0, leading, order);
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
