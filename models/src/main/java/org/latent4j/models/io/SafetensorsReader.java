package org.latent4j.models.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one safetensors stream of known size; see {@link Safetensors} for the format. */
final class SafetensorsReader {

  private static final int LENGTH_BYTES = 8;

  /** Times its length: the bytes, the text decoded from them, and the strings taken from that. */
  private static final int HEADER_MEMORY = 6;

  private static final int CHUNK_BYTES = 1 << 16;

  private final String source;
  private final InputStream in;
  private final long size;

  /**
   * Prepares to read.
   *
   * @param source the file's name, for messages
   * @param in the bytes; not closed
   * @param size how many there are
   */
  SafetensorsReader(String source, InputStream in, long size) {
    this.source = source;
    this.in = in;
    this.size = size;
  }

  Safetensors read() throws IOException {
    try {
      int headerBytes = readHeaderLength();
      SafetensorsHeader header = SafetensorsHeaderParser.parse(source, in.readNBytes(headerBytes));
      long dataBytes = size - LENGTH_BYTES - headerBytes;
      List<SafetensorsHeader.Entry> byOffset = header.tiled(source, dataBytes);
      requireFitsHeap("data", dataBytes);
      return new Safetensors(header.metadata(), readTensors(header, byOffset));
    } catch (EOFException shrunk) {
      throw new DataFormatException(source + ": the file became shorter while it was read", shrunk);
    }
  }

  private int readHeaderLength() throws IOException {
    if (size < LENGTH_BYTES) {
      throw new DataFormatException(
          source + ": a safetensors file has at least 8 bytes, but this one has " + size);
    }
    ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(LENGTH_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.limit() < LENGTH_BYTES) {
      throw new EOFException();
    }
    long length = bytes.getLong();
    if (length < 0 || length > size - LENGTH_BYTES) {
      throw new DataFormatException(
          source
              + ": the header should have "
              + Long.toUnsignedString(length)
              + " bytes, but only "
              + (size - LENGTH_BYTES)
              + " follow: the file is cut short or not safetensors");
    }
    if (length > Safetensors.MAX_HEADER_BYTES) {
      throw new DataFormatException(
          source
              + ": the header has "
              + length
              + " bytes, more than the "
              + Safetensors.MAX_HEADER_BYTES
              + " that the format allows");
    }
    requireFitsHeap("header", HEADER_MEMORY * length);
    return (int) length;
  }

  /** Refuses what would take more than three quarters of the memory that Java may use. */
  private void requireFitsHeap(String what, long bytes) {
    long most = Runtime.getRuntime().maxMemory() / 4 * 3;
    if (bytes > most) {
      throw new DataFormatException(
          source
              + ": its "
              + what
              + " needs "
              + bytes
              + " bytes of memory, and Java may use "
              + most
              + " for it; start Java with a larger -Xmx");
    }
  }

  private Map<String, SavedTensor> readTensors(
      SafetensorsHeader header, List<SafetensorsHeader.Entry> byOffset) throws IOException {
    Map<String, SavedTensor> read = new HashMap<>();
    for (SafetensorsHeader.Entry entry : byOffset) {
      Object values = readValues(entry);
      int[] shape = entry.shape().stream().mapToInt(Integer::intValue).toArray();
      read.put(entry.name(), new SavedTensor(entry.name(), entry.type(), shape, values));
    }
    Map<String, SavedTensor> ordered = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      ordered.put(entry.name(), read.get(entry.name()));
    }
    return ordered;
  }

  private Object readValues(SafetensorsHeader.Entry entry) throws IOException {
    int length = entry.length();
    switch (entry.type()) {
      case FLOAT32 -> {
        float[] values = new float[length];
        readChunks(length, 4, (from, n, bytes) -> bytes.asFloatBuffer().get(values, from, n));
        return values;
      }
      case FLOAT64 -> {
        double[] values = new double[length];
        readChunks(length, 8, (from, n, bytes) -> bytes.asDoubleBuffer().get(values, from, n));
        return values;
      }
      case INT32 -> {
        int[] values = new int[length];
        readChunks(length, 4, (from, n, bytes) -> bytes.asIntBuffer().get(values, from, n));
        return values;
      }
      case UINT8 -> {
        byte[] values = new byte[length];
        readChunks(length, 1, (from, n, bytes) -> bytes.get(values, from, n));
        return values;
      }
    }
    throw new AssertionError(entry.type());
  }

  /** Decodes elements {@code from .. from + count - 1} from the buffer. */
  @FunctionalInterface
  private interface Decoder {
    void decode(int from, int count, ByteBuffer bytes);
  }

  private void readChunks(int length, int elementBytes, Decoder decoder) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    int perChunk = CHUNK_BYTES / elementBytes;
    for (int from = 0; from < length; from += perChunk) {
      int count = Math.min(perChunk, length - from);
      if (in.readNBytes(chunk, 0, count * elementBytes) < count * elementBytes) {
        throw new EOFException();
      }
      decoder.decode(from, count, ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN));
    }
  }
}
