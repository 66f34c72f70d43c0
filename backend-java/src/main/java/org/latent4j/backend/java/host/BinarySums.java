package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.BinaryLoops;
import org.latent4j.backend.java.loops.BinaryTables;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/**
 * Products of binary rows with a matrix: sums of those of its rows that each chooses, made by
 * {@link BinaryTables} for a panel of the columns at a time. An instance serves one thread.
 */
final class BinarySums {
  /** So many rows are summed at once: their sums lie in the L2 cache. */
  private static final int ROWS = 512;

  /** Fewer rows than this are not worth the tables. */
  private static final int ENOUGH_ROWS = 16;

  /** Fewer columns than this are not worth a loop. */
  private static final int ENOUGH_COLUMNS = 128;

  /** Fewer terms than this are not worth the way through the sums. */
  private static final int ENOUGH_TERMS = 16;

  private final AlignedArrays arrays = new AlignedArrays();
  private final BinaryTables tables = BinaryTables.of(arrays);
  private final BinaryRows rows = new BinaryRows(arrays, tables.terms());
  private final float[] held = arrays.floats(tables.end(tables.width()));
  private final float[][] sums = new float[ROWS][];

  BinarySums() {
    Arrays.setAll(sums, unused -> arrays.floats(tables.end(tables.width())));
  }

  /** Whether a product, of which a thread may compute a piece, is worth tables. */
  static boolean areWorthIt(DataType type, Product whole) {
    return type == DataType.FLOAT32
        && whole.c().rows() >= ENOUGH_ROWS
        && whole.c().columns() >= ENOUGH_COLUMNS
        && whole.a().columns() >= ENOUGH_TERMS
        && BinaryRows.canRead(whole.a());
  }

  /** Whether a new instance would be faster. */
  boolean hasMoved() {
    return arrays.haveMoved();
  }

  /** Returns the rows, to be read before they are multiplied. */
  BinaryRows rows() {
    return rows;
  }

  /**
   * Computes C = alpha A B + beta C for those rows of A that have been read and are binary.
   *
   * @param term the product
   * @param beta the factor of C, which is not read if it is 0
   * @param c where C is
   * @param row which row of A was the first that has been read
   */
  void multiply(PieceProducts.Term term, double beta, HostStorage c, int row) {
    Product piece = term.piece();
    int columns = piece.c().columns();
    int panels = (columns + tables.width() - 1) / tables.width();
    for (int first = 0; first < rows.count(); first += ROWS) {
      int to = Math.min(rows.count(), first + ROWS);
      for (int panel = 0; panel < panels; panel++) {
        int column = tables.panel(columns, panel);
        int width = tables.panel(columns, panel + 1) - column;
        sum(piece.b(), term.b(), first, to, column, width);
        store((float) term.alpha(), (float) beta, piece.c(), c, row, first, to, column, width);
      }
    }
  }

  /** Makes the sums of rows {@code from} to {@code to - 1}. */
  private void sum(Matrix b, HostStorage storage, int from, int to, int column, int width) {
    Arrays.fill(held, 0f);
    for (int block = 0; block < rows.blocks(); block++) {
      fill(b, storage, block, column, width);
      tables.complete(width);
      tables.addZeros(held, width);
      tables.add(rows.codes(), rows.code(block, from), sums, to - from, width, block == 0);
    }
    if (!isZero(width)) {
      sumExactly(b, storage, from, to, column, width);
    }
  }

  private void fill(Matrix b, HostStorage storage, int block, int column, int width) {
    int first = block * tables.terms();
    for (int bit = 0; bit < tables.terms(); bit++) {
      int term = first + BinaryLoops.term(bit, tables.terms());
      float[] row = tables.array(bit);
      int place = tables.place(bit);
      if (term < b.rows()) {
        read(storage, b.at(term, column), b.columnStride(), row, place, width);
      } else {
        Arrays.fill(row, place, place + width, 0f);
      }
    }
  }

  /** Whether zero times everything, which is held, is zero: nothing is infinite or NaN. */
  private boolean isZero(int width) {
    for (int j = tables.first(); j < tables.first() + width; j++) {
      if (held[j] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Leaves nothing out, for zero times infinity is NaN. Elsewhere the sums have the same bits. */
  private void sumExactly(Matrix b, HostStorage storage, int from, int to, int column, int width) {
    try {
      for (int block = 0; block < rows.blocks(); block++) {
        fill(b, storage, block, column, width);
        tables.completeWithZeros(width);
        tables.add(rows.codes(), rows.code(block, from), sums, to - from, width, block == 0);
      }
    } finally {
      tables.clearZeros(); // The next product of this thread relies on it, also after a failure.
    }
  }

  private void store(
      float alpha,
      float beta,
      Matrix c,
      HostStorage storage,
      int row,
      int from,
      int to,
      int column,
      int width) {
    int n = tables.end(width);
    for (int r = from; r < to; r++) {
      float[] sum = sums[r - from];
      long at = c.at(row + rows.place(r), column);
      if (beta != 0) {
        read(storage, at, c.columnStride(), held, tables.first(), width);
        BinaryLoops.scaleAndAdd(sum, alpha, held, beta, n);
      } else if (alpha != 1) {
        BinaryLoops.scale(sum, alpha, n);
      }
      write(storage, at, c.columnStride(), sum, tables.first(), width);
    }
  }

  private static void read(
      HostStorage storage, long at, long stride, float[] into, int to, int width) {
    if (stride == 1) {
      storage.read(at, into, to, width);
    } else {
      storage.readStrided(at, stride, into, to, width);
    }
  }

  private static void write(
      HostStorage storage, long at, long stride, float[] sum, int from, int width) {
    if (stride == 1) {
      storage.write(at, sum, from, width);
    } else {
      storage.writeStrided(at, stride, sum, from, width);
    }
  }
}
