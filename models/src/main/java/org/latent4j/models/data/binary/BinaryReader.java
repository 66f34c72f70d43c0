package org.latent4j.models.data.binary;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Source;
import org.latent4j.models.data.file.FileSource;
import org.latent4j.models.data.file.RowFile;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;

/**
 * Reads rows of little-endian float32 or float64, or of unsigned bytes, one after the other and
 * nothing else, as NumPy's {@code array.tofile(name)} writes them on usual machines. The number of
 * rows follows from the size of the file.
 *
 * <p>A reader is immutable: each option answers a new one.
 */
public final class BinaryReader {

  private final DataType type;
  private final int columns;
  private final boolean nonFinite;

  private BinaryReader(DataType type, int columns, boolean nonFinite) {
    this.type = type;
    this.columns = columns;
    this.nonFinite = nonFinite;
  }

  /**
   * A reader that refuses NaN and infinities.
   *
   * @param type UINT8, FLOAT32 or FLOAT64
   * @param columns the length of a row, at least 1
   * @return the reader
   * @throws IllegalArgumentException if the type is another or the number is below 1
   */
  public static BinaryReader of(DataType type, int columns) {
    if (type != DataType.UINT8 && !type.isFloating()) {
      throw new IllegalArgumentException(
          "binary: files of UINT8, FLOAT32 and FLOAT64 are read, but the type is " + type);
    }
    if (columns < 1) {
      throw new IllegalArgumentException(
          "binary: a row needs at least 1 column, but columns is " + columns);
    }
    return new BinaryReader(type, columns, false);
  }

  /**
   * Lets NaN and infinities pass.
   *
   * @return the reader with this option
   */
  public BinaryReader allowNonFinite() {
    return new BinaryReader(type, columns, true);
  }

  /**
   * Opens a file to be read in chunks.
   *
   * @param file the file, not packed
   * @param chunkBytes how much memory the values of a chunk may take; at least one row is read
   * @return the source, to be closed
   * @throws DataFormatException if the file cannot be opened, is empty or packed, or its size is
   *     not that of whole rows
   * @throws IllegalArgumentException if chunkBytes is below 1
   */
  public Source source(Path file, long chunkBytes) {
    FileSource.requireNotPacked(file);
    RowFile layout =
        new RowFile(
            0,
            rows(file),
            columns,
            type.bytes(),
            ByteOrder.LITTLE_ENDIAN,
            (from, position) ->
                type == DataType.FLOAT32 ? from.getFloat(position) : from.getDouble(position),
            type);
    return FileSource.open(file, layout, chunkBytes, (number, chunk) -> checked(chunk));
  }

  private long rows(Path file) {
    long size;
    try {
      size = Files.size(file);
    } catch (IOException failure) {
      throw new DataFormatException(file + ": it cannot be opened: " + failure, failure);
    }
    long row = (long) columns * type.bytes();
    if (size % row != 0) {
      throw new DataFormatException(
          file
              + ": its "
              + size
              + " bytes do not make whole rows of "
              + columns
              + " values of type "
              + type
              + ", which are "
              + row
              + " bytes each");
    }
    return size / row;
  }

  private Dataset checked(Dataset chunk) {
    return nonFinite ? chunk : chunk.requireFinite("a reader that was not told to allow others");
  }
}
