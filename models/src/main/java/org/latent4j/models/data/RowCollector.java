package org.latent4j.models.data;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;

/**
 * Collects rows while their number is not known yet: as float32 as long as that has every value,
 * and as float64 from the first value on that it has not.
 */
public final class RowCollector {

  private static final int FIRST_ROWS = 16;

  private final String source;
  private final int columns;
  private final long limit;
  private final int blockLength;
  private final List<Object> full = new ArrayList<>();
  private DataType type = DataType.FLOAT32;
  private Object block;
  private int length;
  private int used;
  private int rows;

  /**
   * Begins.
   *
   * @param source the file's name, for messages
   * @param columns values of a row, at least 1
   * @param limit the most bytes of values to hold
   */
  public RowCollector(String source, int columns, long limit) {
    this.source = source;
    this.columns = columns;
    this.limit = limit;
    this.blockLength = Values.rowsPerBlock(columns) * columns;
    this.length = (int) Math.min(blockLength, (long) FIRST_ROWS * columns);
    this.block = new float[length];
  }

  /** {@return how many rows there are} */
  public int rows() {
    return rows;
  }

  /**
   * Copies a row.
   *
   * @param row its values
   * @throws DataFormatException if the values need more memory than the limit
   */
  public void append(double[] row) {
    requireRoom();
    if (used == length) {
      grow();
    }
    if (block instanceof float[] floats && !copyFloats(row, floats, used)) {
      widen();
      requireRoom();
    }
    if (type == DataType.FLOAT64) {
      System.arraycopy(row, 0, block, used, columns);
    }
    used += columns;
    rows++;
  }

  /** Answers whether float32 has every value. */
  private static boolean copyFloats(double[] row, float[] to, int at) {
    boolean exact = true;
    for (int j = 0; j < row.length; j++) {
      float rounded = (float) row[j];
      to[at + j] = rounded;
      exact &= rounded == row[j] || Double.isNaN(row[j]);
    }
    return exact;
  }

  private void widen() {
    type = DataType.FLOAT64;
    full.replaceAll(RowCollector::widened);
    block = widened(block);
  }

  private static Object widened(Object block) {
    float[] floats = (float[]) block;
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  private void requireRoom() {
    if ((rows + 1L) * columns > limit / type.bytes() || rows == Values.MAX_ARRAY) {
      throw new DataFormatException(
          source
              + ": the values of more than "
              + rows
              + " rows need more memory than the limit of "
              + limit
              + " bytes; start Java with a larger -Xmx or raise the limit"
              + (type == DataType.FLOAT64 ? ", or read them as float32, which needs half" : ""));
    }
  }

  private void grow() {
    if (length < blockLength) {
      length = (int) Math.min(blockLength, 2L * length);
      block = copyOf(block, used, length);
    } else {
      full.add(block);
      block = Values.newArray(type, blockLength);
      used = 0;
    }
  }

  private Object copyOf(Object from, int count, int newLength) {
    Object copy = Values.newArray(type, newLength);
    System.arraycopy(from, 0, copy, 0, count);
    return copy;
  }

  /**
   * Ends; nothing can be appended after this.
   *
   * @param missingWhereNaN whether NaN stands for a missing value
   * @return the rows, as bytes if every one is a whole number of 0 to 255
   */
  public Values finish(boolean missingWhereNaN) {
    full.add(Array.getLength(block) == used ? block : copyOf(block, used, used));
    Values values = new Values(rows, columns, type, full.toArray());
    return (missingWhereNaN ? values.missingWhereNaN() : values).compact();
  }
}
