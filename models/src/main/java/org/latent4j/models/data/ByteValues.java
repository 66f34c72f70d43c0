package org.latent4j.models.data;

import java.util.function.IntUnaryOperator;

/** Values held as unsigned bytes and a scale: a quarter of the memory of floats. */
final class ByteValues extends Values {

  private final byte[][] blocks;
  private final ByteScale scale;
  private final float[] valueOfByte = new float[256];

  /** Zeros, to be filled through {@link #block} before anyone else sees them. */
  ByteValues(int rows, int columns, ByteScale scale) {
    this(rows, columns, scale, allocate(rows, columns));
  }

  private ByteValues(int rows, int columns, ByteScale scale, byte[][] blocks) {
    super(rows, columns);
    this.blocks = blocks;
    this.scale = scale;
    for (int b = 0; b < valueOfByte.length; b++) {
      valueOfByte[b] = scale.value((byte) b);
    }
  }

  /** A copy of an array's bytes. */
  static ByteValues copyOf(String name, byte[] values, int columns) {
    int rows = Checks.requireWholeRows(name, values.length, columns);
    ByteValues copy = new ByteValues(rows, columns, ByteScale.IDENTITY);
    for (int row = 0; row < rows; row++) {
      byte[] block = copy.block(copy.blockOf(row));
      System.arraycopy(values, row * columns, block, copy.offsetInBlock(row), columns);
    }
    return copy;
  }

  private static byte[][] allocate(int rows, int columns) {
    byte[][] blocks = new byte[blockCount(rows, columns)][];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = new byte[rowsOfBlock(i, rows, columns) * columns];
    }
    return blocks;
  }

  ByteScale scale() {
    return scale;
  }

  byte[] block(int block) {
    return blocks[block];
  }

  @Override
  float get(int row, int column) {
    return valueOfByte[Byte.toUnsignedInt(blocks[blockOf(row)][offsetInBlock(row) + column])];
  }

  @Override
  void copyRow(int row, float[] to, int at) {
    byte[] block = blocks[blockOf(row)];
    int offset = offsetInBlock(row);
    for (int j = 0; j < columns(); j++) {
      to[at + j] = valueOfByte[Byte.toUnsignedInt(block[offset + j])];
    }
  }

  /** Copies the bytes of one row, not scaled. */
  void copyRowBytes(int row, byte[] to, int at) {
    System.arraycopy(blocks[blockOf(row)], offsetInBlock(row), to, at, columns());
  }

  @Override
  ByteValues select(int count, IntUnaryOperator source) {
    ByteValues selected = new ByteValues(count, columns(), scale);
    for (int i = 0; i < count; i++) {
      copyRowBytes(
          source.applyAsInt(i), selected.block(selected.blockOf(i)), selected.offsetInBlock(i));
    }
    return selected;
  }

  @Override
  ByteValues scaled(double offset, double divisor) {
    return new ByteValues(rows(), columns(), scale.then(offset, divisor), blocks);
  }

  /** By the bytes themselves, so that no rounding of an earlier scale remains. */
  @Override
  ByteValues scaledToUnit(String name) {
    int minimum = 255;
    int maximum = 0;
    for (byte[] block : blocks) {
      for (byte b : block) {
        minimum = Math.min(minimum, Byte.toUnsignedInt(b));
        maximum = Math.max(maximum, Byte.toUnsignedInt(b));
      }
    }
    Checks.requireDifferent(name, scale.value((byte) minimum), scale.value((byte) maximum));
    ByteScale unit = new ByteScale(minimum, maximum - minimum);
    return new ByteValues(rows(), columns(), unit, blocks);
  }
}
