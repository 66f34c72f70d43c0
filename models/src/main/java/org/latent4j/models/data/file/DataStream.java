package org.latent4j.models.data.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.latent4j.models.data.Provenance;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.models.io.Sha256;

/**
 * The bytes of a data file, unpacked if they are packed by gzip (told by the first two bytes, not
 * by the name), hashed on the way, and bounded: {@link #mostBytes} is known before anything is
 * read.
 */
public final class DataStream implements AutoCloseable {

  /** DEFLATE spends at least 2 bits on a copy, and a copy has at most 258 bytes (RFC 1951). */
  private static final long LARGEST_DEFLATE_RATIO = 258 * 8 / 2;

  private static final int BUFFER_BYTES = 1 << 16;

  private final String source;
  private final InputStream in;
  private final boolean packed;
  private final long mostBytes;
  private final long limit;
  private final MessageDigest digest = Sha256.begin();
  private long count;

  private DataStream(String source, InputStream raw, long size, ReadLimits limits)
      throws IOException {
    this.source = source;
    BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
    this.packed = beginsAsGzip(buffered);
    this.limit = packed ? limits.unpackedBytes() : Long.MAX_VALUE;
    long unpacked =
        size > Long.MAX_VALUE / LARGEST_DEFLATE_RATIO
            ? Long.MAX_VALUE
            : size * LARGEST_DEFLATE_RATIO;
    this.mostBytes = packed ? Math.min(limit, unpacked) : size;
    this.in = packed ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
  }

  private static boolean beginsAsGzip(BufferedInputStream in) throws IOException {
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    return first == 0x1f && second == 0x8b;
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @param limits the bounds
   * @return its bytes, unpacked
   * @throws DataFormatException if it cannot be read
   */
  public static DataStream open(Path file, ReadLimits limits) {
    String source = nameOf(file);
    requirePlainFile(file);
    InputStream raw;
    long size;
    try {
      raw = Files.newInputStream(file);
      size = Files.size(file);
    } catch (IOException failure) {
      throw new DataFormatException(file + ": it cannot be opened: " + failure, failure);
    }
    return open(source, raw, size, limits);
  }

  /**
   * Opens bytes in memory.
   *
   * @param source how messages and provenance call them
   * @param content the bytes, packed or not
   * @param limits the bounds
   * @return the bytes, unpacked
   * @throws DataFormatException if they are packed and damaged
   */
  public static DataStream open(String source, byte[] content, ReadLimits limits) {
    return open(source, new ByteArrayInputStream(content), content.length, limits);
  }

  private static DataStream open(String source, InputStream raw, long size, ReadLimits limits) {
    if (size == 0) {
      closeQuietly(raw);
      throw new DataFormatException(source + ": the file is empty");
    }
    try {
      return new DataStream(source, raw, size, limits);
    } catch (IOException failure) {
      closeQuietly(raw);
      throw unreadable(source, failure);
    }
  }

  private static void requirePlainFile(Path file) {
    if (!Files.exists(file)) {
      throw new DataFormatException(file + ": there is no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new DataFormatException(
          file + ": it is " + (Files.isDirectory(file) ? "a folder" : "not a plain file"));
    }
  }

  private static void closeQuietly(InputStream in) {
    try {
      in.close();
    } catch (IOException ignored) {
      // The failure that led here is the one to report.
    }
  }

  /** The file's name without its folder: a model's provenance must not tell of the machine. */
  static String nameOf(Path file) {
    Path name = file.getFileName();
    return name == null ? file.toString() : name.toString();
  }

  /** {@return how messages and provenance call the source} */
  public String source() {
    return source;
  }

  /** {@return the most bytes that this stream can give in all, known from the size of the file} */
  public long mostBytes() {
    return mostBytes;
  }

  /** {@return whether the size is exactly {@link #mostBytes}} */
  public boolean sizeIsExact() {
    return !packed;
  }

  /** {@return bytes given so far} */
  public long count() {
    return count;
  }

  /**
   * Reads until the array's part is full or the stream ends.
   *
   * @param to where the bytes go
   * @param from the first place
   * @param length how many places
   * @return how many bytes were read
   * @throws DataFormatException if the stream is damaged or unpacks to more than the limit
   */
  public int read(byte[] to, int from, int length) {
    int read;
    try {
      read = in.readNBytes(to, from, length);
    } catch (IOException failure) {
      throw unreadable(source, failure);
    }
    count += read;
    if (count > limit) {
      throw new DataFormatException(
          source
              + ": it unpacks to more than "
              + limit
              + " bytes, the limit set against gzip bombs; raise it if the file is to be trusted");
    }
    digest.update(to, from, read);
    return read;
  }

  /** {@return what was read, with the hash of all bytes given until now} */
  public Provenance.Source provenance() {
    return new Provenance.Source(source, Sha256.hexSoFar(digest));
  }

  private static DataFormatException unreadable(String source, IOException failure) {
    if (failure instanceof EOFException) {
      return new DataFormatException(source + ": the gzip data is cut short", failure);
    }
    if (failure instanceof ZipException) {
      return new DataFormatException(
          source + ": the gzip data is damaged: " + failure.getMessage(), failure);
    }
    return new DataFormatException(source + ": reading failed: " + failure.getMessage(), failure);
  }

  @Override
  public void close() {
    closeQuietly(in);
  }
}
