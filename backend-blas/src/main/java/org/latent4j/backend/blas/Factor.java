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
  /**
   * Prepares a factor of a product. jblas copies the whole array, so a matrix that is a small part
   * of its storage is copied to an array of its own first, and so is one with strides that BLAS
   * does not know.
   */
  static Factor of(ArrayStorage storage, Matrix matrix, Scratch.Arrays scratch) {
    boolean byRows = matrix.isRowMajor();
    boolean known = byRows || matrix.transposed().isRowMajor();
    Matrix lines = byRows || !known ? matrix : matrix.transposed();
    char order = byRows || !known ? 'N' : 'T';
    long size = (long) matrix.rows() * matrix.columns();
    // Copying a part and having the copy copied costs as much as twice its size.
    if (known && storage.length() <= size * 9 / 4) {
      return new Factor(storage.array(), (int) matrix.offset(), lines.leading(), order);
    }
    Object array = scratch.get(storage.type(), Math.toIntExact(size));
    read(storage, lines, array);
    return new Factor(array, 0, lines.columns(), order);
  }

  /** Copies a matrix to the beginning of an array, row by row without gaps. */
  static void read(ArrayStorage storage, Matrix matrix, Object array) {
    read(storage, matrix, array, 0);
  }

  /** The same to position {@code first} and after it. */
  static void read(ArrayStorage storage, Matrix matrix, Object array, int first) {
    for (int i = 0; i < matrix.rows(); i++) {
      long at = matrix.offset() + i * matrix.rowStride();
      int to = first + i * matrix.columns();
      if (matrix.columnStride() == 1) {
        storage.read(at, array, to, matrix.columns());
      } else {
        storage.readStrided(at, matrix.columnStride(), array, to, matrix.columns());
      }
    }
  }

  /** Copies a matrix from the beginning of an array, where it lies row by row without gaps. */
  static void write(Object array, ArrayStorage storage, Matrix matrix) {
    for (int i = 0; i < matrix.rows(); i++) {
      long at = matrix.offset() + i * matrix.rowStride();
      int from = i * matrix.columns();
      if (matrix.columnStride() == 1) {
        storage.write(at, array, from, matrix.columns());
      } else {
        storage.writeStrided(at, matrix.columnStride(), array, from, matrix.columns());
      }
    }
  }
}
