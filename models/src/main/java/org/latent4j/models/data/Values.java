package org.latent4j.models.data;

import java.util.function.IntUnaryOperator;

/**
 * The numbers of a data set: rows x columns, in blocks of whole rows, so that memory bounds their
 * count and not the 2^31 elements of one Java array. Nothing outside changes a block once a data
 * set holds it.
 */
abstract sealed class Values permits ByteValues, FloatValues {

  /**
   * Elements of a block, unless one row is longer: 4 MB of floats, which a small heap can place.
   */
  static final int BLOCK_ELEMENTS = 1 << 20;

  /** The longest array that every Java machine can make. */
  static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final int rows;
  private final int columns;
  private final int rowsPerBlock;

  Values(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.rowsPerBlock = rowsPerBlock(columns);
  }

  final int rows() {
    return rows;
  }

  final int columns() {
    return columns;
  }

  /** Rows of every block but the last, which may have fewer. */
  static int rowsPerBlock(int columns) {
    return Math.max(1, BLOCK_ELEMENTS / columns);
  }

  static int blockCount(int rows, int columns) {
    int perBlock = rowsPerBlock(columns);
    return (int) (((long) rows + perBlock - 1) / perBlock);
  }

  static int rowsOfBlock(int block, int rows, int columns) {
    int perBlock = rowsPerBlock(columns);
    return (int) Math.min(perBlock, rows - (long) block * perBlock);
  }

  final int blockOf(int row) {
    return row / rowsPerBlock;
  }

  final int offsetInBlock(int row) {
    return row % rowsPerBlock * columns;
  }

  abstract float get(int row, int column);

  /** Copies one row to {@code to[at ..]}. */
  abstract void copyRow(int row, float[] to, int at);

  /** New values whose row i is this one's row {@code source(i)}. */
  abstract Values select(int count, IntUnaryOperator source);

  /** {@code x -> (x - offset) / divisor} on every value. */
  abstract Values scaled(double offset, double divisor);

  /**
   * The smallest value to 0 and the largest to 1; all are finite.
   *
   * @param name the data set's, for the message
   */
  abstract Values scaledToUnit(String name);

  /** Turns one row into bytes. */
  @FunctionalInterface
  interface RowToBytes {

    /**
     * Converts a row.
     *
     * @param row its number
     * @param from its values; may be overwritten
     * @param to where the bytes go, beginning at {@code at}
     */
    void convert(int row, float[] from, byte[] to, int at);
  }

  /** New values of the same size, held as bytes that stand for themselves. */
  final ByteValues toBytes(RowToBytes conversion) {
    ByteValues result = new ByteValues(rows, columns, ByteScale.IDENTITY);
    float[] row = new float[columns];
    for (int i = 0; i < rows; i++) {
      copyRow(i, row, 0);
      conversion.convert(i, row, result.block(blockOf(i)), offsetInBlock(i));
    }
    return result;
  }
}
