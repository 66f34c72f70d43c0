package org.latent4j.backend.blas;

import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.product.Matrix;

/** Copies matrices out of storages and back. */
final class Copies {
  private Copies() {}

  /** Copies a matrix to an array, row by row: row i to {@code first + i leading}. */
  static void read(ArrayStorage storage, Matrix matrix, Object array, int first, int leading) {
    if (isOneBlock(matrix) && leading == matrix.columns()) {
      storage.read(matrix.offset(), array, first, matrix.rows() * matrix.columns());
      return;
    }
    for (int i = 0; i < matrix.rows(); i++) {
      long at = matrix.offset() + i * matrix.rowStride();
      int to = first + i * leading;
      if (matrix.columnStride() == 1) {
        storage.read(at, array, to, matrix.columns());
      } else {
        storage.readStrided(at, matrix.columnStride(), array, to, matrix.columns());
      }
    }
  }

  /** Copies a column-major matrix to an array, column by column without gaps. */
  static void readColumns(ArrayStorage storage, Matrix matrix, Object array, int first) {
    int rows = matrix.rows();
    if (matrix.columnStride() == rows) {
      storage.read(matrix.offset(), array, first, rows * matrix.columns());
      return;
    }
    for (int j = 0; j < matrix.columns(); j++) {
      storage.read(matrix.at(0, j), array, first + j * rows, rows);
    }
  }

  /**
   * Copies {@code factor} times some columns of a row-major matrix to an array, row by row without
   * gaps.
   *
   * @param from the first column
   * @param to the column after the last
   * @param array of the storage's type, FLOAT32 or FLOAT64
   */
  static void readScaled(
      ArrayStorage storage,
      Matrix matrix,
      int from,
      int to,
      double factor,
      Object array,
      int first) {
    int columns = to - from;
    for (int i = 0; i < matrix.rows(); i++) {
      int at = (int) matrix.at(i, from);
      int target = first + i * columns;
      if (array instanceof float[] floats) {
        scale((float[]) storage.array(), at, (float) factor, floats, target, columns);
      } else {
        scale((double[]) storage.array(), at, factor, (double[]) array, target, columns);
      }
    }
  }

  private static void scale(float[] from, int at, float factor, float[] to, int first, int count) {
    for (int i = 0; i < count; i++) {
      to[first + i] = from[at + i] * factor;
    }
  }

  private static void scale(
      double[] from, int at, double factor, double[] to, int first, int count) {
    for (int i = 0; i < count; i++) {
      to[first + i] = from[at + i] * factor;
    }
  }

  /** Copies a matrix from the beginning of an array, where it lies row by row without gaps. */
  static void write(Object array, ArrayStorage storage, Matrix matrix) {
    if (isOneBlock(matrix)) {
      storage.write(matrix.offset(), array, 0, matrix.rows() * matrix.columns());
      return;
    }
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

  /** Whether the rows lie one after the other without gaps. */
  private static boolean isOneBlock(Matrix matrix) {
    return matrix.columnStride() == 1 && matrix.rowStride() == matrix.columns();
  }
}
