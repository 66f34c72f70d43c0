package org.latent4j.backend.java.product;

/**
 * How the C of a product is cut for several threads: into bands of rows and bands of columns.
 * Cutting never divides a sum, so that C does not depend on which thread computes what.
 *
 * @param rows the number of bands of rows
 * @param columns the number of bands of columns
 */
public record Grid(int rows, int columns) {
  /** The whole product in one piece. */
  public static final Grid WHOLE = new Grid(1, 1);

  /** Bands begin at multiples of this, the height and width of the inner loops' blocks. */
  private static final int STEP = 16;

  /** What a row of A in a band costs, if a column of B costs 1: measured with OpenBLAS. */
  private static final double ROW_COST = 1.6;

  /**
   * Chooses a grid with one cell a thread. Each thread copies its band of A and its band of B into
   * the order in which the inner loops read them, so the best grid is the one with the smallest
   * bands.
   *
   * @param m the rows of C
   * @param n the columns of C
   * @param threads at least 1
   * @return the grid; fewer cells where C is too small
   */
  public static Grid of(int m, int n, int threads) {
    int rowSteps = Math.max(1, m / STEP);
    int columnSteps = Math.max(1, n / STEP);
    Grid best = WHOLE;
    double bestCost = Double.POSITIVE_INFINITY;
    for (int columns = 1; columns <= Math.min(threads, columnSteps); columns++) {
      int rows = Math.min(threads / columns, rowSteps);
      // First of all use the threads; among equals, copy least.
      double cost = (double) m * n / (rows * columns) + ROW_COST * m / rows + (double) n / columns;
      if (cost < bestCost) {
        bestCost = cost;
        best = new Grid(rows, columns);
      }
    }
    return best;
  }

  /**
   * Counts the cells.
   *
   * @return rows times columns
   */
  public int cells() {
    return rows * columns;
  }

  int rowFrom(int band, int m) {
    return from(band, rows, m);
  }

  int columnFrom(int band, int n) {
    return from(band, columns, n);
  }

  private static int from(int band, int bands, int extent) {
    if (band == bands) {
      return extent;
    }
    int at = (int) ((long) extent * band / bands);
    return extent / bands < STEP ? at : (at + STEP / 2) / STEP * STEP;
  }
}
