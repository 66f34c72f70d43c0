package org.latent4j.models.data;

import java.lang.reflect.Array;
import java.util.function.Consumer;
import java.util.function.DoublePredicate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;

/**
 * The numbers of a data set, rows x columns, for those who read files: UINT8, FLOAT32 or FLOAT64
 * with a {@link Scale}, in blocks of whole rows, so that memory bounds their count and not the 2^31
 * elements of one Java array. Nothing changes a block once the values are made.
 */
public final class Values {

  /**
   * Elements of a block, unless one row is longer: 4 MB of floats, which a small heap can place.
   */
  static final int BLOCK_ELEMENTS = 1 << 20;

  /** The longest array that every Java machine can make. */
  public static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final int rows;
  private final int columns;
  private final DataType type;
  private final int rowsPerBlock;

  /** Arrays of byte, float or double, by the type. */
  private final Object[] blocks;

  private final Scale scale;

  /** 1 where a value is known, or null if all are. */
  private final @Nullable Values present;

  private final float[] floatOfByte;

  /** Takes blocks that nobody else holds, cut as {@link #rowsPerBlock} says. */
  Values(int rows, int columns, DataType type, Object[] blocks) {
    this(rows, columns, type, blocks, Scale.IDENTITY, null);
  }

  private Values(
      int rows,
      int columns,
      DataType type,
      Object[] blocks,
      Scale scale,
      @Nullable Values present) {
    this.rows = rows;
    this.columns = columns;
    this.type = type;
    this.rowsPerBlock = rowsPerBlock(columns);
    this.blocks = blocks;
    this.scale = scale;
    this.present = present;
    this.floatOfByte = new float[type == DataType.UINT8 ? 256 : 0];
    for (int b = 0; b < floatOfByte.length; b++) {
      floatOfByte[b] = (float) scale.value(b);
    }
  }

  /**
   * Makes bytes.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @param fill is given the blocks in order, row-major, to be filled with unsigned bytes
   * @return the values
   */
  public static Values ofBytes(int rows, int columns, Consumer<byte[]> fill) {
    Values values = zeros(rows, columns, DataType.UINT8);
    for (Object block : values.blocks) {
      fill.accept((byte[]) block);
    }
    return values;
  }

  /**
   * Makes floats.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @param fill is given the blocks in order, row-major, to be filled
   * @return the values
   */
  public static Values ofFloats(int rows, int columns, Consumer<float[]> fill) {
    Values values = zeros(rows, columns, DataType.FLOAT32);
    for (Object block : values.blocks) {
      fill.accept((float[]) block);
    }
    return values;
  }

  /**
   * Makes doubles.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @param fill is given the blocks in order, row-major, to be filled
   * @return the values
   */
  public static Values ofDoubles(int rows, int columns, Consumer<double[]> fill) {
    Values values = zeros(rows, columns, DataType.FLOAT64);
    for (Object block : values.blocks) {
      fill.accept((double[]) block);
    }
    return values;
  }

  /** A copy of an array of byte, float or double. */
  static Values copyOf(Object array, int rows, int columns, DataType type) {
    Values copy = zeros(rows, columns, type);
    long from = 0;
    for (Object block : copy.blocks) {
      int length = Array.getLength(block);
      System.arraycopy(array, (int) from, block, 0, length);
      from += length;
    }
    return copy;
  }

  /** A copy of arrays of float or double, one for each row. */
  static Values copyOf(Object[] rows, int columns, DataType type) {
    Values copy = zeros(rows.length, columns, type);
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, copy.block(row), copy.offset(row), columns);
    }
    return copy;
  }

  private static Values zeros(int rows, int columns, DataType type) {
    int perBlock = rowsPerBlock(columns);
    Object[] blocks = new Object[(int) (((long) rows + perBlock - 1) / perBlock)];
    for (int i = 0; i < blocks.length; i++) {
      int length = (int) Math.min(perBlock, rows - (long) i * perBlock) * columns;
      blocks[i] = newArray(type, length);
    }
    return new Values(rows, columns, type, blocks);
  }

  /** A new array for elements of a type that data sets have. */
  static Object newArray(DataType type, int length) {
    return switch (type) {
      case UINT8 -> new byte[length];
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
      default -> throw new IllegalArgumentException("data sets hold no values of type " + type);
    };
  }

  /** Rows of every block but the last, which may have fewer. */
  static int rowsPerBlock(int columns) {
    return Math.max(1, BLOCK_ELEMENTS / columns);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  DataType type() {
    return type;
  }

  Scale scale() {
    return scale;
  }

  boolean hasMissing() {
    return present != null;
  }

  private Object block(int row) {
    return blocks[row / rowsPerBlock];
  }

  private int offset(int row) {
    return row % rowsPerBlock * columns;
  }

  boolean isPresent(int row, int column) {
    return present == null || ((byte[]) present.block(row))[present.offset(row) + column] != 0;
  }

  /** One value; NaN if it is missing. */
  double get(int row, int column) {
    return isPresent(row, column) ? scale.value(stored(row, column)) : Double.NaN;
  }

  private double stored(int row, int column) {
    return stored(block(row), offset(row) + column);
  }

  private static double stored(Object block, int at) {
    if (block instanceof byte[] bytes) {
      return Byte.toUnsignedInt(bytes[at]);
    }
    return block instanceof float[] floats ? floats[at] : ((double[]) block)[at];
  }

  /** Copies what is stored of one row to an array of the type. */
  void copyStored(int row, Object to, int at) {
    System.arraycopy(block(row), offset(row), to, at, columns);
  }

  /** Copies one row to {@code to[at ..]}, rounded to float32; NaN where a value is missing. */
  void copyRow(int row, float[] to, int at) {
    int from = offset(row);
    if (type == DataType.UINT8) {
      byte[] block = (byte[]) block(row);
      for (int j = 0; j < columns; j++) {
        to[at + j] = floatOfByte[Byte.toUnsignedInt(block[from + j])];
      }
    } else if (type == DataType.FLOAT32 && scale.isIdentity()) {
      copyStored(row, to, at);
    } else {
      Object block = block(row);
      for (int j = 0; j < columns; j++) {
        to[at + j] = (float) scale.value(stored(block, from + j));
      }
    }
    for (int j = 0; present != null && j < columns; j++) {
      to[at + j] = isPresent(row, j) ? to[at + j] : Float.NaN;
    }
  }

  /** Copies one row to {@code to[at ..]}; NaN where a value is missing. */
  void copyRow(int row, double[] to, int at) {
    Object block = block(row);
    int from = offset(row);
    for (int j = 0; j < columns; j++) {
      to[at + j] = scale.value(stored(block, from + j));
    }
    for (int j = 0; present != null && j < columns; j++) {
      to[at + j] = isPresent(row, j) ? to[at + j] : Double.NaN;
    }
  }

  /** Copies 1 for each known value of a row and 0 for each missing one. */
  void copyPresent(int row, byte[] to, int at) {
    for (int j = 0; j < columns; j++) {
      to[at + j] = (byte) (isPresent(row, j) ? 1 : 0);
    }
  }

  /** New values whose row i is this one's row {@code source(i)}. */
  Values select(int count, IntUnaryOperator source) {
    Values selected = zeros(count, columns, type);
    for (int i = 0; i < count; i++) {
      copyStored(source.applyAsInt(i), selected.block(i), selected.offset(i));
    }
    Values selectedPresent = present == null ? null : present.select(count, source);
    return new Values(count, columns, type, selected.blocks, scale, selectedPresent);
  }

  /** {@code x -> (x - offset) / divisor} on every value. */
  Values scaled(double offset, double divisor) {
    return scaled(scale.then(offset, divisor));
  }

  private Values scaled(Scale other) {
    return new Values(rows, columns, type, blocks, other, present);
  }

  /**
   * The smallest value to 0 and the largest to 1; all are finite. By what is stored, so that no
   * rounding of an earlier scale remains.
   *
   * @param name the data set's, for the message
   */
  Values scaledToUnit(String name) {
    Range stored = scaled(Scale.IDENTITY).range(name);
    Checks.requireDifferent(name, scale.value(stored.minimum()), scale.value(stored.maximum()));
    return scaled(new Scale(stored.minimum(), stored.maximum() - stored.minimum()));
  }

  /** The extremes of the values that are known; all are finite. */
  Range range(String name) {
    double minimum = Double.POSITIVE_INFINITY;
    double maximum = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < rows; i++) {
      Object block = block(i);
      int from = offset(i);
      for (int j = 0; j < columns; j++) {
        if (isPresent(i, j)) {
          double value = stored(block, from + j);
          minimum = Math.min(minimum, value);
          maximum = Math.max(maximum, value);
        }
      }
    }
    if (minimum > maximum) {
      throw new DataFormatException(name + ": every value is missing, so there are no extremes");
    }
    return new Range(scale.value(minimum), scale.value(maximum));
  }

  /** Turns one row into bytes. */
  @FunctionalInterface
  interface RowToBytes {

    /**
     * Converts a row.
     *
     * @param row its number
     * @param from its values, NaN where one is missing; may be overwritten
     * @param to where the bytes go, beginning at {@code at}
     */
    void convert(int row, double[] from, byte[] to, int at);
  }

  /** New values of the same size, held as bytes that stand for themselves. */
  Values toBytes(RowToBytes conversion) {
    Values result = zeros(rows, columns, DataType.UINT8);
    double[] row = new double[columns];
    for (int i = 0; i < rows; i++) {
      copyRow(i, row, 0);
      conversion.convert(i, row, (byte[]) result.block(i), result.offset(i));
    }
    return new Values(rows, columns, DataType.UINT8, result.blocks, Scale.IDENTITY, present);
  }

  /** The same numbers, those that are NaN being missing. */
  Values missingWhereNaN() {
    Values known =
        toBytes(
            (row, from, to, at) -> {
              for (int j = 0; j < from.length; j++) {
                to[at + j] = (byte) (Double.isNaN(from[j]) ? 0 : 1);
              }
            });
    boolean all = true;
    Values filled = select(rows, i -> i);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        if (((byte[]) known.block(i))[known.offset(i) + j] == 0) {
          Array.set(filled.block(i), filled.offset(i) + j, (byte) 0);
          all = false;
        }
      }
    }
    Values mask = new Values(rows, columns, DataType.UINT8, known.blocks);
    return all ? this : new Values(rows, columns, type, filled.blocks, scale, mask);
  }

  /**
   * The same values in the smallest type that has every one: bytes for whole numbers of 0 to 255,
   * then float32, then these.
   */
  Values compact() {
    if (type == DataType.UINT8) {
      return this;
    }
    if (everyStored(Values::isByte)) {
      return converted(DataType.UINT8);
    }
    return floatsIfExact();
  }

  /** {@return the same values as float32 if that has every one, else these} */
  public Values floatsIfExact() {
    return type == DataType.FLOAT64 && everyStored(Values::isFloat)
        ? converted(DataType.FLOAT32)
        : this;
  }

  private boolean everyStored(DoublePredicate rule) {
    for (Object block : blocks) {
      int length = Array.getLength(block);
      for (int i = 0; i < length; i++) {
        if (!rule.test(stored(block, i))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Compared by bits, because -0 would lose its sign. */
  private static boolean isByte(double value) {
    return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits((int) value & 0xff);
  }

  /** Whether float32 has this number; it has NaN. */
  static boolean isFloat(double value) {
    return (float) value == value || Double.isNaN(value);
  }

  private Values converted(DataType narrow) {
    Values result = zeros(rows, columns, narrow);
    for (int i = 0; i < rows; i++) {
      Object block = result.block(i);
      int at = result.offset(i);
      for (int j = 0; j < columns; j++) {
        if (block instanceof byte[] bytes) {
          bytes[at + j] = (byte) (int) stored(i, j);
        } else {
          ((float[]) block)[at + j] = (float) stored(i, j);
        }
      }
    }
    return new Values(rows, columns, narrow, result.blocks, scale, present);
  }
}
