package org.latent4j.models.data;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.latent4j.op.DataType;

/**
 * Rows that need not fit into memory, in chunks of successive rows that do. Size and type are known
 * before a chunk is read, and all chunks are of one type and scale.
 */
public interface Source extends AutoCloseable {

  /** {@return how messages call the data} */
  String name();

  /** {@return the number of rows of all chunks, at least 1} */
  long rows();

  /** {@return the length of a row, at least 1} */
  int columns();

  /** {@return how values are held: UINT8, FLOAT32 or FLOAT64} */
  DataType type();

  /** {@return rows of every chunk but the last, which may have fewer} */
  int rowsPerChunk();

  /** {@return the number of chunks, at least 1} */
  default int chunks() {
    return Math.toIntExact((rows() + rowsPerChunk() - 1) / rowsPerChunk());
  }

  /**
   * Counts the rows of a chunk.
   *
   * @param number 0 to chunks - 1
   * @return at least 1
   * @throws IndexOutOfBoundsException if there is no such chunk
   */
  default int rows(int number) {
    Objects.checkIndex(number, chunks());
    return (int) Math.min(rowsPerChunk(), rows() - (long) number * rowsPerChunk());
  }

  /**
   * Reads a chunk; nothing of it is kept here.
   *
   * @param number 0 to chunks - 1
   * @return its rows, with all that belongs to them
   * @throws IndexOutOfBoundsException if there is no such chunk
   * @throws org.latent4j.models.io.DataFormatException if the file changed or its values are not
   *     allowed
   */
  Dataset chunk(int number);

  /**
   * Reads all data once to tell where they come from.
   *
   * @return the sources with their hashes, and what was done to the data
   */
  Provenance provenance();

  /** Closes the file; no chunk can be read after this. */
  @Override
  void close();

  /**
   * Takes data that are in memory in chunks.
   *
   * @param data the data
   * @param rowsPerChunk at least 1
   * @return the source
   * @throws IllegalArgumentException if the number is below 1
   */
  static Source of(Dataset data, int rowsPerChunk) {
    if (rowsPerChunk < 1) {
      throw new IllegalArgumentException(
          data.name() + ": a chunk needs at least 1 row, but rowsPerChunk is " + rowsPerChunk);
    }
    return new MemorySource(data, rowsPerChunk);
  }

  /**
   * Changes every chunk when it is read.
   *
   * @param change from rows to as many rows; looks at no value of another row
   * @param step the change in words, for the provenance
   * @return the source; closing it closes this one
   */
  default Source map(UnaryOperator<Dataset> change, String step) {
    return new MappedSource(this, change, step);
  }
}
