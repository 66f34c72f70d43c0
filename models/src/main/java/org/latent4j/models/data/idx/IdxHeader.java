package org.latent4j.models.data.idx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.latent4j.models.data.Values;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.io.DataFormatException;

/**
 * The header of an IDX file: two zero bytes, the type, the number of dimensions, and each dimension
 * as a big-endian 32-bit number.
 *
 * @param source the file's name, for messages
 * @param type the type of the elements
 * @param dimensions each at least 1
 * @param elements their product
 */
record IdxHeader(String source, IdxType type, List<Long> dimensions, long elements) {

  private static final int MAGIC_BYTES = 4;
  private static final int SHOWN_DIMENSIONS = 8;

  /** Whether these could be the first four bytes of an IDX file. */
  static boolean matches(byte[] magic) {
    return magic.length >= MAGIC_BYTES && magic[0] == 0 && magic[1] == 0;
  }

  /** The length of a header of so many dimensions. */
  static long bytes(int dimensions) {
    return MAGIC_BYTES + (long) dimensions * Integer.BYTES;
  }

  /** Reads the header and checks what it promises against the size of the file. */
  static IdxHeader read(DataStream in) {
    byte[] magic = new byte[MAGIC_BYTES];
    requireRead(in, magic);
    IdxType type = typeOf(in.source(), magic);
    int rank = Byte.toUnsignedInt(magic[3]);
    if (rank == 0) {
      throw new DataFormatException(in.source() + ": the IDX header has no dimensions");
    }
    byte[] sizes = new byte[rank * Integer.BYTES];
    requireRead(in, sizes);
    List<Long> dimensions = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dimensions.add(Integer.toUnsignedLong(ByteBuffer.wrap(sizes).getInt(i * Integer.BYTES)));
    }
    long elements = product(in.source(), dimensions);
    IdxHeader header = new IdxHeader(in.source(), type, List.copyOf(dimensions), elements);
    header.requireFits(in);
    return header;
  }

  private static void requireRead(DataStream in, byte[] to) {
    if (in.read(to, 0, to.length) < to.length) {
      throw new DataFormatException(
          in.source() + ": the file ends after " + in.count() + " bytes, within its IDX header");
    }
  }

  private static IdxType typeOf(String source, byte[] magic) {
    if (!matches(magic)) {
      throw new DataFormatException(
          String.format(
              Locale.ROOT,
              "%s: an IDX file begins with two zero bytes, but this one begins with %02x %02x",
              source,
              magic[0],
              magic[1]));
    }
    for (IdxType type : IdxType.values()) {
      if (type.code() == magic[2]) {
        return type;
      }
    }
    throw new DataFormatException(
        String.format(
            Locale.ROOT,
            "%s: the IDX type code %02x is none of 08 09 0b 0c 0d 0e",
            source,
            magic[2]));
  }

  /** The product of the dimensions, or {@link Long#MAX_VALUE} if it is larger. */
  private static long product(String source, List<Long> dimensions) {
    long product = 1;
    for (long dimension : dimensions) {
      if (dimension == 0) {
        throw new DataFormatException(
            source + ": the IDX header promises no values: " + describe(dimensions));
      }
      product =
          Math.multiplyHigh(product, dimension) != 0 || product * dimension < 0
              ? Long.MAX_VALUE
              : product * dimension;
    }
    return product;
  }

  private void requireFits(DataStream in) {
    long available = in.mostBytes() - in.count();
    if (elements > available / type.bytes()) {
      throw new DataFormatException(
          source
              + ": the IDX header promises "
              + promise()
              + ", but "
              + (in.sizeIsExact() ? "only " : "at most ")
              + available
              + " bytes can follow: the file is cut short or damaged, or its unpacked size exceeds"
              + " the limit set");
    }
  }

  /** The promise in words, as in {@code 60000 x 28 x 28 values of 1 byte}. */
  String promise() {
    String size = type.bytes() == 1 ? "1 byte" : type.bytes() + " bytes";
    return describe(dimensions) + " values of " + size;
  }

  private static String describe(List<Long> dimensions) {
    String text =
        dimensions.stream()
            .limit(SHOWN_DIMENSIONS)
            .map(String::valueOf)
            .collect(Collectors.joining(" x "));
    int rank = dimensions.size();
    return rank <= SHOWN_DIMENSIONS ? text : text + " x ... (" + rank + " dimensions)";
  }

  /** Rows of the data set: the first dimension. */
  int rows() {
    return requireInt(dimensions.get(0), "rows");
  }

  /** Values of a row: the product of the other dimensions. */
  int columns() {
    return requireInt(elements / dimensions.get(0), "values in a row");
  }

  private int requireInt(long count, String what) {
    if (count > Values.MAX_ARRAY) {
      throw new DataFormatException(
          source
              + ": "
              + count
              + " "
              + what
              + " are more than the "
              + Values.MAX_ARRAY
              + " allowed");
    }
    return (int) count;
  }
}
