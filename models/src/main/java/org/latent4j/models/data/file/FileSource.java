package org.latent4j.models.data.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Provenance;
import org.latent4j.models.data.Source;
import org.latent4j.models.data.Values;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;

/**
 * A file of rows, read chunk by chunk at their places, so that no more of it is in memory than the
 * chunks that the caller holds.
 */
public final class FileSource implements Source {

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final String name;
  private final RowFile layout;
  private final int rowsPerChunk;
  private final ChunkFinish finish;
  private final FileChannel channel;
  private final FileTime modified;

  private FileSource(Path file, RowFile layout, int rowsPerChunk, ChunkFinish finish)
      throws IOException {
    this.file = file;
    this.name = DataStream.nameOf(file);
    this.layout = layout;
    this.rowsPerChunk = rowsPerChunk;
    this.finish = finish;
    this.modified = Files.getLastModifiedTime(file);
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  /**
   * Opens a file.
   *
   * @param file the file, not packed
   * @param layout how it holds the rows
   * @param chunkBytes how much memory the values of a chunk may take; at least one row is read
   * @param finish completes and checks a chunk
   * @return the source, to be closed
   * @throws DataFormatException if the file cannot be opened, is packed, or is shorter or longer
   *     than its rows
   * @throws IllegalArgumentException if chunkBytes is below 1
   */
  public static FileSource open(Path file, RowFile layout, long chunkBytes, ChunkFinish finish) {
    int rows = rowsPerChunk(layout, chunkBytes);
    requireNotPacked(file);
    try {
      FileSource source = new FileSource(file, layout, rows, finish);
      source.requireSize("the file has ");
      return source;
    } catch (IOException failure) {
      throw new DataFormatException(file + ": it cannot be opened: " + failure, failure);
    }
  }

  /**
   * Counts the rows of a chunk.
   *
   * @param layout how the file holds the rows
   * @param chunkBytes how much memory the values of a chunk may take
   * @return at least 1
   * @throws IllegalArgumentException if chunkBytes is below 1
   */
  public static int rowsPerChunk(RowFile layout, long chunkBytes) {
    if (chunkBytes < 1) {
      throw new IllegalArgumentException(
          "source: a chunk needs at least 1 byte, but chunkBytes is " + chunkBytes);
    }
    long fitting = chunkBytes / ((long) layout.columns() * layout.type().bytes());
    long most = Math.min(Values.MAX_ARRAY / layout.columns(), layout.rows());
    return (int) Math.max(1, Math.min(most, fitting));
  }

  /** Completes and checks a chunk. */
  @FunctionalInterface
  public interface ChunkFinish {

    /**
     * Does so.
     *
     * @param number the chunk's number
     * @param rows its rows
     * @return the rows as they are given out
     */
    Dataset apply(int number, Dataset rows);
  }

  /**
   * Refuses a file that is packed, which cannot be read from the middle.
   *
   * @param file the file
   * @throws DataFormatException if it is packed by gzip or cannot be opened
   */
  public static void requireNotPacked(Path file) {
    try (DataStream stream = DataStream.open(file, ReadLimits.standard())) {
      if (!stream.sizeIsExact()) {
        throw new DataFormatException(
            file
                + ": it is packed by gzip and cannot be read in chunks; unpack it by gunzip first");
      }
    }
  }

  private void requireSize(String beginning) throws IOException {
    long size = channel.size();
    if (size != layout.bytes()) {
      channel.close();
      throw new DataFormatException(
          name
              + ": "
              + beginning
              + size
              + " bytes, but "
              + layout.rows()
              + " rows of "
              + layout.columns()
              + " values of "
              + layout.elementBytes()
              + " bytes after "
              + layout.headerBytes()
              + " bytes of header are "
              + layout.bytes());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long rows() {
    return layout.rows();
  }

  @Override
  public int columns() {
    return layout.columns();
  }

  @Override
  public DataType type() {
    return layout.type();
  }

  @Override
  public int rowsPerChunk() {
    return rowsPerChunk;
  }

  @Override
  public Dataset chunk(int number) {
    int count = rows(number);
    long first = (long) number * rowsPerChunk;
    Cursor cursor = new Cursor(layout.headerBytes() + first * layout.rowBytes());
    Values values =
        switch (layout.type()) {
          case UINT8 -> Values.ofBytes(count, columns(), cursor::read);
          case FLOAT32 -> Values.ofFloats(count, columns(), cursor::read);
          default -> Values.ofDoubles(count, columns(), cursor::read);
        };
    requireUnchanged();
    return finish.apply(number, Dataset.ofChunk(name, values, first));
  }

  /** A file that grows, shrinks or is written anew has chunks of two states. */
  private void requireUnchanged() {
    try {
      requireSize("the file has changed since it was opened; now it has ");
      if (!Files.getLastModifiedTime(file).equals(modified)) {
        throw new DataFormatException(
            name + ": the file was written since it was opened; open it again and begin anew");
      }
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }

  private DataFormatException unreadable(IOException failure) {
    return new DataFormatException(name + ": reading failed: " + failure, failure);
  }

  /** Reads on from a place of the file. */
  private final class Cursor {
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(layout.order());
    private long position;

    Cursor(long position) {
      this.position = position;
    }

    void read(byte[] block) {
      fill(ByteBuffer.wrap(block));
    }

    void read(float[] block) {
      read(block.length, (at, value) -> block[at] = (float) value);
    }

    void read(double[] block) {
      read(block.length, (at, value) -> block[at] = value);
    }

    private void read(int length, Sink sink) {
      int bytes = layout.elementBytes();
      int perBuffer = BUFFER_BYTES / bytes;
      for (int from = 0; from < length; from += perBuffer) {
        int count = Math.min(perBuffer, length - from);
        fill(buffer.clear().limit(count * bytes));
        for (int i = 0; i < count; i++) {
          sink.put(from + i, layout.element().get(buffer, i * bytes));
        }
      }
    }

    private void fill(ByteBuffer to) {
      try {
        while (to.hasRemaining()) {
          int read = channel.read(to, position);
          if (read < 0) {
            throw new DataFormatException(
                name + ": the file became shorter while it was read; open it again and begin anew");
          }
          position += read;
        }
      } catch (IOException failure) {
        throw unreadable(failure);
      }
    }
  }

  /** Takes numbers one by one. */
  @FunctionalInterface
  private interface Sink {
    void put(int at, double value);
  }

  @Override
  public Provenance provenance() {
    try (DataStream in = DataStream.open(file, ReadLimits.standard())) {
      byte[] part = new byte[BUFFER_BYTES];
      int read = in.read(part, 0, part.length);
      while (read > 0) {
        read = in.read(part, 0, part.length);
      }
      requireUnchanged();
      return new Provenance(List.of(in.provenance()), List.of());
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw unreadable(failure);
    }
  }
}
