package org.latent4j.backend.java.host;

import org.jspecify.annotations.Nullable;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.backend.java.loops.Reductions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * Sums the columns of a matrix while its rows are computed, so that they need not be read again,
 * and not be written if nobody else wants them. A thread computes some rows only, and the sums must
 * not depend on which. So here a sum is made for every block of {@link #BLOCK} rows, in float32 as
 * {@link RowFold} makes it, and kept in float64; a reduction adds them up in order.
 */
final class ColumnSums {
  /** Rows that are added in float32. */
  static final int BLOCK = Bands.STEP;

  private final Place to;
  private final int columns;
  private final long firstRow;
  private final long endRow;
  private final Layout blocks;
  private final float[] sums;
  private final float[] row;
  private final double[] doubles;

  /**
   * Prepares the sums of a band.
   *
   * @param to where the sums of the blocks are, FLOAT64, one row for each
   * @param blocks the band's columns of these, relative to the first element
   * @param firstRow the number of the band's first row in the whole, a multiple of {@link #BLOCK}
   * @param rows how many rows the band has
   */
  ColumnSums(Place to, Layout blocks, long firstRow, long rows) {
    this.to = to;
    this.blocks = blocks;
    this.columns = blocks.shape().dim(1);
    this.firstRow = firstRow;
    this.endRow = firstRow + rows;
    AlignedArrays arrays = new AlignedArrays();
    this.sums = arrays.floats(Chunk.SIZE);
    this.row = arrays.floats(Chunk.SIZE);
    this.doubles = arrays.doubles(Chunk.SIZE);
  }

  /** Returns the shape of the sums of all blocks of a matrix. */
  static Shape shape(Shape matrix) {
    return Shape.of((matrix.dim(0) + BLOCK - 1) / BLOCK, matrix.dim(1));
  }

  /** Returns the type of the sums of the blocks: FLOAT64, so that adding them up rounds once. */
  static DataType type() {
    return DataType.FLOAT64;
  }

  /**
   * Adds the next whole rows of the band.
   *
   * @param values their elements, row after row
   * @param start the number in the band of the first element
   * @param n how many elements
   */
  void add(float[] values, long start, int n) {
    long number = firstRow + start / columns;
    int toEndOfLine = AlignedArrays.floatsToEndOfLine(columns);
    for (int done = 0; done < n; done += columns, number++) {
      float[] next = values;
      if (done > 0 || number % BLOCK == 0) {
        // Loops work on arrays from the beginning.
        next = number % BLOCK == 0 ? sums : row;
        System.arraycopy(values, done, next, 0, columns);
      }
      if (number % BLOCK != 0) {
        Reductions.combine(ReductionOp.SUM, sums, next, toEndOfLine);
      }
      if ((number + 1) % BLOCK == 0 || number + 1 == endRow) {
        write(number / BLOCK);
      }
    }
  }

  private void write(long block) {
    for (int i = 0; i < columns; i++) {
      doubles[i] = sums[i] + 0.0; // A sum begins with 0, so that it is never -0.
    }
    long at = to.offset() + blocks.offset() + block * blocks.stride(0);
    to.storage().write(at, doubles, 0, columns);
  }

  /**
   * A result of an elementwise operation.
   *
   * @param place where it is
   * @param sums where the sums of its blocks go, or null if they are not wanted
   * @param kept whether the elements themselves are written
   */
  record Result(Place place, @Nullable Place sums, boolean kept) {
    /** A result that is written. */
    static Result at(Place place) {
      return new Result(place, null, true);
    }
  }
}
