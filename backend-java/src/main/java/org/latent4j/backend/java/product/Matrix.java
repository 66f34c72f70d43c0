package org.latent4j.backend.java.product;

import org.latent4j.graph.Layout;

/**
 * A matrix in flat storage: element (i, j) is at {@code offset + i rowStride + j columnStride}.
 *
 * @param offset where element (0, 0) is
 * @param rows the number of rows
 * @param columns the number of columns
 * @param rowStride the step from one row to the next
 * @param columnStride the step from one column to the next
 */
public record Matrix(long offset, int rows, int columns, long rowStride, long columnStride) {
  /**
   * Reads the last two axes of a layout.
   *
   * @param layout of rank 2, or of rank 3 with a batch in front
   * @param index which matrix of the batch; 0 for rank 2
   * @return the matrix
   */
  public static Matrix of(Layout layout, int index) {
    int rank = layout.shape().rank();
    long batch = rank == 3 ? index * layout.stride(0) : 0;
    return new Matrix(
        layout.offset() + batch,
        layout.shape().dim(rank - 2),
        layout.shape().dim(rank - 1),
        layout.stride(rank - 2),
        layout.stride(rank - 1));
  }

  /**
   * Makes the matrix without gaps, row by row, that starts at element 0.
   *
   * @param rows the number of rows
   * @param columns the number of columns
   * @return the matrix
   */
  public static Matrix dense(int rows, int columns) {
    return new Matrix(0, rows, columns, columns, 1);
  }

  /**
   * Finds an element.
   *
   * @param row its row
   * @param column its column
   * @return where it is in the storage
   */
  public long at(int row, int column) {
    return offset + row * rowStride + column * columnStride;
  }

  /**
   * Swaps rows and columns.
   *
   * @return the transposed matrix, on the same elements
   */
  public Matrix transposed() {
    return new Matrix(offset, columns, rows, columnStride, rowStride);
  }

  /**
   * Cuts out a rectangle.
   *
   * @param fromRow the first row kept
   * @param toRow one past the last row kept
   * @param fromColumn the first column kept
   * @param toColumn one past the last column kept
   * @return the rectangle, on the same elements
   */
  public Matrix part(int fromRow, int toRow, int fromColumn, int toColumn) {
    return new Matrix(
        at(fromRow, fromColumn), toRow - fromRow, toColumn - fromColumn, rowStride, columnStride);
  }

  /**
   * Says whether BLAS can take this as a row-major matrix: every row is contiguous, and no row
   * begins before the one above it ends.
   *
   * @return true if it can
   */
  public boolean isRowMajor() {
    return (columnStride == 1 || columns <= 1)
        && (rows <= 1 || (rowStride >= columns && rowStride <= Integer.MAX_VALUE));
  }

  /**
   * Says whether BLAS can take the {@linkplain #transposed() transposed} matrix as a row-major one.
   *
   * @return true if it can
   */
  public boolean isColumnMajor() {
    return (rowStride == 1 || rows <= 1)
        && (columns <= 1 || (columnStride >= rows && columnStride <= Integer.MAX_VALUE));
  }

  /**
   * Returns BLAS's leading dimension.
   *
   * @return the step from one row to the next of a {@linkplain #isRowMajor() row-major} matrix
   */
  public int leading() {
    return rows <= 1 ? Math.max(1, columns) : (int) rowStride;
  }

  /**
   * Returns BLAS's leading dimension of the {@linkplain #transposed() transposed} matrix.
   *
   * @return the step from one column to the next of a {@linkplain #isColumnMajor() column-major}
   *     matrix
   */
  public int leadingOfTransposed() {
    return columns <= 1 ? Math.max(1, rows) : (int) columnStride;
  }

  /**
   * Returns how many elements of the storage lie between the first element and the last, both
   * counted.
   *
   * @return the extent in the storage; 0 if the matrix is empty
   */
  public long extent() {
    return rows == 0 || columns == 0
        ? 0
        : (rows - 1) * rowStride + (columns - 1) * columnStride + 1;
  }
}
