package org.latent4j.backend.java.product;

/**
 * One product C = alpha A B + beta C of matrices, or a piece of it.
 *
 * @param a M rows, K columns
 * @param b K rows, N columns
 * @param c M rows, N columns
 */
public record Product(Matrix a, Matrix b, Matrix c) {
  /**
   * Says whether C lies column by column, so that the {@linkplain #transposed() transposed} product
   * has a row-major result.
   *
   * @return true if C is column-major, and not also row-major
   */
  public boolean isByColumns() {
    return !c.isRowMajor() && c.isColumnMajor();
  }

  /**
   * Returns the same product read the other way: the transposed C is the product of the transposed
   * B and the transposed A.
   *
   * @return the product whose first factor is this one's second
   */
  public Product transposed() {
    return new Product(b.transposed(), a.transposed(), c.transposed());
  }

  /**
   * Cuts C into a grid of rectangles, each a product of its own.
   *
   * @param grid how many bands of rows and of columns
   * @param index which rectangle, from 0 to {@code grid.cells() - 1}
   * @return the product that computes this rectangle
   */
  public Product cell(Grid grid, int index) {
    int row = index / grid.columns();
    int column = index % grid.columns();
    int fromRow = grid.rowFrom(row, c.rows());
    int toRow = grid.rowFrom(row + 1, c.rows());
    int fromColumn = grid.columnFrom(column, c.columns());
    int toColumn = grid.columnFrom(column + 1, c.columns());
    return new Product(
        a.part(fromRow, toRow, 0, a.columns()),
        b.part(0, b.rows(), fromColumn, toColumn),
        c.part(fromRow, toRow, fromColumn, toColumn));
  }
}
