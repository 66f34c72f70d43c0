package org.latent4j.models.data.idx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.ImageShape;
import org.latent4j.models.data.Source;
import org.latent4j.models.data.Values;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.data.file.FileSource;
import org.latent4j.models.data.file.ReadLimits;
import org.latent4j.models.data.file.RowFile;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;

/**
 * Reads IDX, the format of MNIST (LeCun, Cortes and Burges, "The MNIST database of handwritten
 * digits", 1998), also packed by gzip.
 *
 * <p>The first dimension counts the rows. A file of three dimensions holds pictures and gives the
 * data set their {@link ImageShape}. Unsigned bytes stay bytes, 0 to 255, not scaled; float64 stays
 * float64, unless {@link #precision} says otherwise; the others become float32, 32-bit integers
 * float64 if float32 has not every one. What the header promises is compared with the size of the
 * file before memory is allocated.
 *
 * <p>A reader is immutable: each option answers a new one.
 */
public final class IdxReader {

  private static final int CHUNK_BYTES = 1 << 16;
  private static final int[] NO_LABELS = {};

  private final Optional<Path> labels;
  private final boolean floats;
  private final boolean nonFinite;
  private final ReadLimits limits;

  private IdxReader(Optional<Path> labels, boolean floats, boolean nonFinite, ReadLimits limits) {
    this.labels = labels;
    this.floats = floats;
    this.nonFinite = nonFinite;
    this.limits = limits;
  }

  /**
   * A reader without labels that refuses NaN and infinities, with {@link ReadLimits#standard}.
   *
   * @return the reader
   */
  public static IdxReader standard() {
    return new IdxReader(Optional.empty(), false, false, ReadLimits.standard());
  }

  /**
   * Tells IDX from other formats.
   *
   * @param beginning the first bytes of a file, unpacked
   * @return whether they can begin an IDX file
   */
  public static boolean matches(byte[] beginning) {
    return IdxHeader.matches(beginning);
  }

  /**
   * Takes labels from a second IDX file of one dimension.
   *
   * @param file whole numbers, one for each row of the data
   * @return the reader with this option
   */
  public IdxReader labels(Path file) {
    return new IdxReader(Optional.of(file), floats, nonFinite, limits);
  }

  /**
   * Fixes the type that float64 and 32-bit integers are rounded to.
   *
   * @param type FLOAT64 (usual), or FLOAT32, which takes half of the memory
   * @return the reader with this option
   * @throws IllegalArgumentException if the type is another
   */
  public IdxReader precision(DataType type) {
    if (!type.isFloating()) {
      throw new IllegalArgumentException(
          "idx: values are read as FLOAT32 or FLOAT64, but the precision is " + type);
    }
    return new IdxReader(labels, type == DataType.FLOAT32, nonFinite, limits);
  }

  /**
   * Lets NaN and infinities pass in files of floating-point numbers.
   *
   * @return the reader with this option
   */
  public IdxReader allowNonFinite() {
    return new IdxReader(labels, floats, true, limits);
  }

  /**
   * Sets the bounds on memory and unpacking.
   *
   * @param bounds the bounds
   * @return the reader with this option
   */
  public IdxReader limits(ReadLimits bounds) {
    return new IdxReader(labels, floats, nonFinite, bounds);
  }

  /**
   * Reads a file.
   *
   * @param file the data
   * @return the data set, named as the file
   * @throws DataFormatException if a file is missing, empty, cut short, too long, malformed, larger
   *     than the limits, or holds NaN or an infinity; if the labels do not fit
   */
  public Dataset read(Path file) {
    Dataset data;
    try (DataStream in = DataStream.open(file, limits)) {
      data = read(in);
    }
    return labels.isEmpty() ? data : withLabels(data, labels.get());
  }

  private Dataset withLabels(Dataset data, Path file) {
    try (DataStream in = DataStream.open(file, limits)) {
      int[] read = readLabels(in);
      return data.withLabels(read).withSource(in.provenance());
    }
  }

  /**
   * Opens a file to be read in chunks. Labels are read at once. Integers of 32 bits become float64,
   * unless {@link #precision} says otherwise, since it is not known beforehand whether float32 has
   * every one.
   *
   * @param file the data, not packed
   * @param chunkBytes how much memory the values of a chunk may take; at least one row is read
   * @return the source, to be closed
   * @throws DataFormatException if a file is missing, packed, cut short, too long or malformed; if
   *     the labels do not fit
   * @throws IllegalArgumentException if chunkBytes is below 1
   */
  public Source source(Path file, long chunkBytes) {
    FileSource.requireNotPacked(file);
    IdxHeader header;
    try (DataStream in = DataStream.open(file, limits)) {
      header = IdxHeader.read(in);
    }
    List<Long> dimensions = header.dimensions();
    RowFile layout =
        new RowFile(
            IdxHeader.bytes(dimensions.size()),
            dimensions.get(0),
            header.columns(),
            header.type().bytes(),
            ByteOrder.BIG_ENDIAN,
            header.type()::get,
            typeOf(header.type()));
    int[] all = labels.map(this::readLabels).orElse(NO_LABELS);
    if (labels.isPresent() && all.length != dimensions.get(0)) {
      throw new DataFormatException(
          header.source()
              + ": "
              + all.length
              + " labels do not fit "
              + dimensions.get(0)
              + " rows");
    }
    int rows = FileSource.rowsPerChunk(layout, chunkBytes);
    return FileSource.open(
        file,
        layout,
        chunkBytes,
        (number, data) -> {
          Dataset chunk = described(data, header);
          int first = number * rows;
          return labels.isEmpty()
              ? chunk
              : chunk.withLabels(Arrays.copyOfRange(all, first, first + chunk.rows()));
        });
  }

  private int[] readLabels(Path file) {
    try (DataStream in = DataStream.open(file, limits)) {
      return readLabels(in);
    }
  }

  /**
   * Reads one stream to its end; labels are not read.
   *
   * @param in the data
   * @return the data set, named as the stream
   * @throws DataFormatException as for a file
   */
  public Dataset read(DataStream in) {
    IdxHeader header = IdxHeader.read(in);
    DataType type = typeOf(header.type());
    requireFitsLimit(header, type.bytes());
    Values values =
        switch (type) {
          case UINT8 -> readBytes(in, header);
          case FLOAT32 -> readFloats(in, header);
          default -> readDoubles(in, header);
        };
    requireEnd(in, header);
    return described(Dataset.of(in.source(), values, in.provenance()), header);
  }

  private Dataset described(Dataset data, IdxHeader header) {
    if (!nonFinite) {
      data.require(
          Double::isFinite,
          "values must be finite; fill such values in, or tell the reader to allow them");
    }
    List<Long> dimensions = header.dimensions();
    return dimensions.size() == 3
        ? data.withImageShape(dimensions.get(1).intValue(), dimensions.get(2).intValue())
        : data;
  }

  private DataType typeOf(IdxType type) {
    return switch (type) {
      case UNSIGNED_BYTE -> DataType.UINT8;
      case SIGNED_BYTE, SHORT, FLOAT -> DataType.FLOAT32;
      case INT, DOUBLE -> floats ? DataType.FLOAT32 : DataType.FLOAT64;
    };
  }

  private void requireFitsLimit(IdxHeader header, int bytesEach) {
    if (header.elements() > limits.valueBytes() / bytesEach) {
      throw new DataFormatException(
          header.source()
              + ": "
              + header.promise()
              + " need "
              + header.elements() * bytesEach
              + " bytes of memory, more than the limit of "
              + limits.valueBytes()
              + "; start Java with a larger -Xmx or raise the limit");
    }
  }

  private static Values readBytes(DataStream in, IdxHeader header) {
    return Values.ofBytes(
        header.rows(),
        header.columns(),
        block -> requireComplete(in, header, in.read(block, 0, block.length), block.length));
  }

  private static Values readFloats(DataStream in, IdxHeader header) {
    return Values.ofFloats(
        header.rows(),
        header.columns(),
        block -> readElements(in, header, block.length, (at, value) -> block[at] = (float) value));
  }

  /** Integers of 32 bits mostly fit float32; what was stored as float64 stays so. */
  private static Values readDoubles(DataStream in, IdxHeader header) {
    Values read =
        Values.ofDoubles(
            header.rows(),
            header.columns(),
            block -> readElements(in, header, block.length, (at, value) -> block[at] = value));
    return header.type() == IdxType.INT ? read.floatsIfExact() : read;
  }

  private int[] readLabels(DataStream in) {
    IdxHeader header = IdxHeader.read(in);
    if (header.dimensions().size() != 1) {
      throw new DataFormatException(
          in.source() + ": labels have one dimension, but this file has " + header.promise());
    }
    requireFitsLimit(header, Integer.BYTES);
    int[] read = new int[header.rows()];
    readElements(in, header, read.length, (at, value) -> read[at] = label(in, at, value));
    requireEnd(in, header);
    return read;
  }

  private static int label(DataStream in, int row, double value) {
    if (value != (int) value) {
      throw new DataFormatException(
          in.source()
              + ": label "
              + row
              + " (counted from 0) is "
              + value
              + ", not a whole number");
    }
    return (int) value;
  }

  /** Takes elements one by one. */
  @FunctionalInterface
  private interface Sink {
    void put(int at, double value);
  }

  private static void readElements(DataStream in, IdxHeader header, int length, Sink sink) {
    IdxType type = header.type();
    byte[] chunk = new byte[CHUNK_BYTES];
    ByteBuffer view = ByteBuffer.wrap(chunk);
    int perChunk = CHUNK_BYTES / type.bytes();
    for (int from = 0; from < length; from += perChunk) {
      int count = Math.min(perChunk, length - from);
      int bytes = count * type.bytes();
      requireComplete(in, header, in.read(chunk, 0, bytes), bytes);
      for (int i = 0; i < count; i++) {
        sink.put(from + i, type.get(view, i * type.bytes()));
      }
    }
  }

  private static void requireComplete(DataStream in, IdxHeader header, int read, int needed) {
    if (read < needed) {
      throw new DataFormatException(
          in.source()
              + ": the file is cut short: its header promises "
              + header.promise()
              + ", but it ends after "
              + in.count()
              + " bytes");
    }
  }

  private static void requireEnd(DataStream in, IdxHeader header) {
    if (in.read(new byte[1], 0, 1) != 0) {
      throw new DataFormatException(
          in.source() + ": the file goes on after the " + header.promise() + " it promises");
    }
  }
}
