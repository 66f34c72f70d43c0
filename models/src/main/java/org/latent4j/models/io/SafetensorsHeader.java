package org.latent4j.models.io;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.latent4j.op.DataType;

/** The header of a safetensors file: what it says of each tensor, in its order. */
record SafetensorsHeader(Map<String, String> metadata, List<Entry> entries) {

  /** The one name that is not a tensor's. */
  static final String METADATA = "__metadata__";

  /** One tensor as the header describes it; its elements are bytes {@code begin <= i < end}. */
  record Entry(String name, DataType type, List<Integer> shape, long begin, long end) {

    /** Bytes the shape asks for. */
    long bytes(String source) {
      long bytes = type.bytes();
      for (int dimension : shape) {
        if (Math.multiplyHigh(bytes, dimension) != 0 || bytes * dimension < 0) {
          throw new DataFormatException(
              source
                  + ": tensor "
                  + shown(name)
                  + ": the size of "
                  + describe()
                  + " exceeds 2^63 bytes");
        }
        bytes *= dimension;
      }
      return bytes;
    }

    int length() {
      return Math.toIntExact((end - begin) / type.bytes());
    }

    String describe() {
      return type + " " + shape;
    }
  }

  /** Text of a stranger for a message: on one line and of bounded length. */
  static String shown(String text) {
    String clipped = text.length() <= 100 ? text : text.substring(0, 100) + "...";
    return clipped.replaceAll("\\p{Cntrl}+", " ");
  }

  /** The name of a type in the format. */
  static String code(DataType type) {
    return switch (type) {
      case FLOAT32 -> "F32";
      case FLOAT64 -> "F64";
      case INT32 -> "I32";
      case UINT8 -> "U8";
    };
  }

  /**
   * Checks that the tensors tile the data, each with the bytes of its shape.
   *
   * @return the entries by offset, the order in which to read them
   */
  List<Entry> tiled(String source, long dataBytes) {
    List<Entry> byOffset = new ArrayList<>(entries);
    byOffset.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    String previous = "the header";
    for (Entry entry : byOffset) {
      requireSize(source, entry);
      requireAdjacent(source, entry, at, previous);
      at = entry.end();
      previous = "tensor " + shown(entry.name());
    }
    requireWhole(source, at, dataBytes);
    return byOffset;
  }

  private static void requireSize(String source, Entry entry) {
    long bytes = entry.bytes(source);
    // Neither offset is negative here, so the difference cannot overflow.
    if (entry.end() - entry.begin() != bytes) {
      throw new DataFormatException(
          source
              + ": tensor "
              + shown(entry.name())
              + ": "
              + entry.describe()
              + " needs "
              + bytes
              + " bytes, but its offsets are "
              + entry.begin()
              + " to "
              + entry.end());
    }
    if (bytes / entry.type().bytes() > Integer.MAX_VALUE - 8) {
      throw new DataFormatException(
          source
              + ": tensor "
              + shown(entry.name())
              + ": "
              + entry.describe()
              + " has more elements than a Java array can hold (2^31 - 9)");
    }
  }

  private static void requireAdjacent(String source, Entry entry, long at, String previous) {
    if (entry.begin() != at) {
      throw new DataFormatException(
          source
              + ": tensor "
              + shown(entry.name())
              + " begins at byte "
              + entry.begin()
              + ", but "
              + previous
              + " ends at "
              + at
              + (entry.begin() < at ? ": they overlap" : ": there is a hole between them"));
    }
  }

  private static void requireWhole(String source, long needed, long dataBytes) {
    if (needed != dataBytes) {
      throw new DataFormatException(
          source
              + ": the tensors need "
              + needed
              + " bytes of data, but the file holds "
              + dataBytes
              + (needed > dataBytes ? ": it is cut short" : ": it is too long"));
    }
  }
}
