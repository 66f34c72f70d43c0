package org.latent4j.models.data;

import java.util.function.IntUnaryOperator;

/** Values held as float32. */
final class FloatValues extends Values {

  private final float[][] blocks;

  /** Zeros, to be filled through {@link #block} before anyone else sees them. */
  FloatValues(int rows, int columns) {
    this(rows, columns, allocate(rows, columns));
  }

  /** Values that are there already, in blocks as {@link Values} cuts them. */
  FloatValues(int rows, int columns, float[][] blocks) {
    super(rows, columns);
    this.blocks = blocks;
  }

  /** A copy of an array's values. */
  static FloatValues copyOf(String name, float[] values, int columns) {
    int rows = Checks.requireWholeRows(name, values.length, columns);
    FloatValues copy = new FloatValues(rows, columns);
    for (int row = 0; row < rows; row++) {
      float[] block = copy.block(copy.blockOf(row));
      System.arraycopy(values, row * columns, block, copy.offsetInBlock(row), columns);
    }
    return copy;
  }

  /** A copy of rows of one length. */
  static FloatValues copyOf(String name, float[][] rows) {
    int columns = Checks.requireEqualRows(name, rows);
    FloatValues copy = new FloatValues(rows.length, columns);
    for (int row = 0; row < rows.length; row++) {
      float[] block = copy.block(copy.blockOf(row));
      System.arraycopy(rows[row], 0, block, copy.offsetInBlock(row), columns);
    }
    return copy;
  }

  private static float[][] allocate(int rows, int columns) {
    float[][] blocks = new float[blockCount(rows, columns)][];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = new float[rowsOfBlock(i, rows, columns) * columns];
    }
    return blocks;
  }

  float[] block(int block) {
    return blocks[block];
  }

  @Override
  float get(int row, int column) {
    return blocks[blockOf(row)][offsetInBlock(row) + column];
  }

  @Override
  void copyRow(int row, float[] to, int at) {
    System.arraycopy(blocks[blockOf(row)], offsetInBlock(row), to, at, columns());
  }

  @Override
  FloatValues select(int count, IntUnaryOperator source) {
    FloatValues selected = new FloatValues(count, columns());
    for (int i = 0; i < count; i++) {
      copyRow(source.applyAsInt(i), selected.block(selected.blockOf(i)), selected.offsetInBlock(i));
    }
    return selected;
  }

  @Override
  FloatValues scaled(double offset, double divisor) {
    FloatValues result = new FloatValues(rows(), columns());
    for (int i = 0; i < blocks.length; i++) {
      float[] from = blocks[i];
      float[] to = result.blocks[i];
      for (int j = 0; j < from.length; j++) {
        to[j] = (float) ((from[j] - offset) / divisor);
      }
    }
    return result;
  }

  @Override
  FloatValues scaledToUnit(String name) {
    float minimum = Float.POSITIVE_INFINITY;
    float maximum = Float.NEGATIVE_INFINITY;
    for (float[] block : blocks) {
      for (float value : block) {
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
      }
    }
    Checks.requireDifferent(name, minimum, maximum);
    return scaled(minimum, (double) maximum - minimum);
  }

  /** The same values as bytes if every one is a whole number of 0 to 255, and these if not. */
  Values compact() {
    for (float[] block : blocks) {
      for (float value : block) {
        // Compared by bits, because -0 would lose its sign.
        if (Float.floatToRawIntBits(value) != Float.floatToRawIntBits((int) value & 0xff)) {
          return this;
        }
      }
    }
    return toBytes(
        (row, from, to, at) -> {
          for (int j = 0; j < from.length; j++) {
            to[at + j] = (byte) (int) from[j];
          }
        });
  }
}
