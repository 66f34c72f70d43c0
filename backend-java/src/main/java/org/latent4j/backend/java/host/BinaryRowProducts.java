package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.product.Product;

/**
 * Multiplies those rows of a matrix that have nothing but zeros and ones, and says which have more.
 * An instance serves one thread.
 */
final class BinaryRowProducts {
  private final BinarySums sums = new BinarySums();
  private int[] others = {};

  /** Whether a new instance would be faster. */
  boolean hasMoved() {
    return sums.hasMoved();
  }

  /** Returns the rows that the last product has left, in ascending order. */
  int[] otherRows() {
    return others;
  }

  /**
   * Computes C = alpha A B + beta C for the binary rows of A.
   *
   * @param term the product; {@link BinarySums#areWorthIt} holds for the whole
   * @param beta the factor of C, which is not read if it is 0
   * @param c where C is
   * @return how many rows have been left
   */
  int multiply(PieceProducts.Term term, double beta, HostStorage c) {
    Product piece = term.piece();
    int rows = piece.c().rows();
    if (others.length < rows) {
      others = Arrays.copyOf(others, rows);
    }
    int left = 0;
    for (int row = 0; row < rows; row += BinaryRows.ROWS) {
      int count = Math.min(BinaryRows.ROWS, rows - row);
      sums.rows().readEach(piece.a(), row, count, term.a());
      sums.multiply(term, beta, c, row);
      left = addOthers(row, count, left);
    }
    return left;
  }

  /** Adds to the rows that have been left those that have been read and are not binary. */
  private int addOthers(int row, int count, int left) {
    int others = left;
    int binary = 0;
    for (int r = 0; r < count; r++) {
      if (binary < sums.rows().count() && sums.rows().place(binary) == r) {
        binary++;
      } else {
        this.others[others++] = row + r;
      }
    }
    return others;
  }
}
