package org.latent4j.models.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.latent4j.models.io.DataFormatException;

/** Collects rows while their number is not known yet. */
final class FloatRows {

  private static final int FIRST_ROWS = 16;

  private final String source;
  private final int columns;
  private final long limit;
  private final int blockLength;
  private final List<float[]> full = new ArrayList<>();
  private float[] block;
  private int used;
  private int rows;

  /**
   * Begins.
   *
   * @param source the file's name, for messages
   * @param columns values of a row
   * @param limit the most bytes of values to hold
   */
  FloatRows(String source, int columns, long limit) {
    this.source = source;
    this.columns = columns;
    this.limit = limit;
    this.blockLength = Values.rowsPerBlock(columns) * columns;
    this.block = new float[(int) Math.min(blockLength, (long) FIRST_ROWS * columns)];
  }

  int rows() {
    return rows;
  }

  /** Copies a row. */
  void append(float[] row) {
    requireRoom();
    if (used == block.length) {
      grow();
    }
    System.arraycopy(row, 0, block, used, columns);
    used += columns;
    rows++;
  }

  private void requireRoom() {
    if ((rows + 1L) * columns > limit / Float.BYTES || rows == Values.MAX_ARRAY) {
      throw new DataFormatException(
          source
              + ": the values of more than "
              + rows
              + " rows need more memory than the limit of "
              + limit
              + " bytes; start Java with a larger -Xmx or raise the limit");
    }
  }

  private void grow() {
    if (block.length < blockLength) {
      block = Arrays.copyOf(block, (int) Math.min(blockLength, 2L * block.length));
    } else {
      full.add(block);
      block = new float[blockLength];
      used = 0;
    }
  }

  /** The rows; nothing can be appended after this. */
  FloatValues finish() {
    full.add(Arrays.copyOf(block, used));
    return new FloatValues(rows, columns, full.toArray(new float[0][]));
  }
}
