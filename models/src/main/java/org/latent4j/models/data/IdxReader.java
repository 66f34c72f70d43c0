package org.latent4j.models.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.latent4j.models.io.DataFormatException;

/**
 * Reads IDX, the format of MNIST (LeCun, Cortes and Burges, "The MNIST database of handwritten
 * digits", 1998), also packed by gzip.
 *
 * <p>The first dimension counts the rows. A file of three dimensions holds pictures and gives the
 * data set their {@link ImageShape}. Unsigned bytes stay bytes, 0 to 255, not scaled; the five
 * other types become float32, rounded to nearest. What the header promises is compared with the
 * size of the file before memory is allocated.
 *
 * <p>A reader is immutable: each option answers a new one.
 */
public final class IdxReader {

  private static final int CHUNK_BYTES = 1 << 16;

  private final Optional<Path> labels;
  private final boolean nonFinite;
  private final ReadLimits limits;

  private IdxReader(Optional<Path> labels, boolean nonFinite, ReadLimits limits) {
    this.labels = labels;
    this.nonFinite = nonFinite;
    this.limits = limits;
  }

  /**
   * A reader without labels that refuses NaN and infinities, with {@link ReadLimits#standard}.
   *
   * @return the reader
   */
  public static IdxReader standard() {
    return new IdxReader(Optional.empty(), false, ReadLimits.standard());
  }

  /**
   * Takes labels from a second IDX file of one dimension.
   *
   * @param file whole numbers, one for each row of the data
   * @return the reader with this option
   */
  public IdxReader labels(Path file) {
    return new IdxReader(Optional.of(file), nonFinite, limits);
  }

  /**
   * Lets NaN and infinities pass in files of floating-point numbers.
   *
   * @return the reader with this option
   */
  public IdxReader allowNonFinite() {
    return new IdxReader(labels, true, limits);
  }

  /**
   * Sets the bounds on memory and unpacking.
   *
   * @param bounds the bounds
   * @return the reader with this option
   */
  public IdxReader limits(ReadLimits bounds) {
    return new IdxReader(labels, nonFinite, bounds);
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
      return data.withLabels(read, in.provenance());
    }
  }

  /** Reads one stream to its end. */
  Dataset read(DataStream in) {
    IdxHeader header = IdxHeader.read(in);
    boolean bytes = header.type() == IdxType.UNSIGNED_BYTE;
    requireFitsLimit(header, bytes ? 1 : Float.BYTES);
    Values values = bytes ? readBytes(in, header) : readFloats(in, header);
    requireEnd(in, header);
    if (!nonFinite) {
      Checks.requireFiniteAsRead(values, in.source());
    }
    Dataset data = new Dataset(in.source(), values, in.provenance());
    List<Long> dimensions = header.dimensions();
    return dimensions.size() == 3
        ? data.withImageShape(dimensions.get(1).intValue(), dimensions.get(2).intValue())
        : data;
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

  private static ByteValues readBytes(DataStream in, IdxHeader header) {
    ByteValues values = new ByteValues(header.rows(), header.columns(), ByteScale.IDENTITY);
    int blocks = Values.blockCount(values.rows(), values.columns());
    for (int i = 0; i < blocks; i++) {
      byte[] block = values.block(i);
      requireComplete(in, header, in.read(block, 0, block.length), block.length);
    }
    return values;
  }

  private static FloatValues readFloats(DataStream in, IdxHeader header) {
    FloatValues values = new FloatValues(header.rows(), header.columns());
    int blocks = Values.blockCount(values.rows(), values.columns());
    for (int i = 0; i < blocks; i++) {
      float[] block = values.block(i);
      readElements(in, header, block.length, (at, value) -> block[at] = (float) value);
    }
    return values;
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
