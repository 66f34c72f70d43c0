package org.latent4j.models.data.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.latent4j.op.DataType;

/**
 * How a file holds rows of numbers, one after the other.
 *
 * @param headerBytes bytes before the first row
 * @param rows at least 1
 * @param columns numbers of a row, at least 1
 * @param elementBytes bytes of a number
 * @param order the order of these bytes
 * @param element reads a number
 * @param type what the numbers are held as: UINT8, where a number is a byte, FLOAT32 or FLOAT64
 */
public record RowFile(
    long headerBytes,
    long rows,
    int columns,
    int elementBytes,
    ByteOrder order,
    Element element,
    DataType type) {

  /** Reads a number. */
  @FunctionalInterface
  public interface Element {

    /**
     * Reads it.
     *
     * @param from bytes in the order of the file
     * @param position the first of the number
     * @return its value
     */
    double get(ByteBuffer from, int position);
  }

  /** {@return the size that a file of these rows has} */
  long bytes() {
    return headerBytes + rows * rowBytes();
  }

  long rowBytes() {
    return (long) columns * elementBytes;
  }
}
