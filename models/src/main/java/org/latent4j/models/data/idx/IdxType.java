package org.latent4j.models.data.idx;

import java.nio.ByteBuffer;

/** The element types of IDX, by the third byte of the file. All are big-endian. */
enum IdxType {
  UNSIGNED_BYTE(0x08, 1),
  SIGNED_BYTE(0x09, 1),
  SHORT(0x0b, 2),
  INT(0x0c, 4),
  FLOAT(0x0d, 4),
  DOUBLE(0x0e, 8);

  private final int code;
  private final int bytes;

  IdxType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  int bytes() {
    return bytes;
  }

  /** The element at a byte position of a big-endian buffer; every type fits a double. */
  double get(ByteBuffer from, int position) {
    return switch (this) {
      case UNSIGNED_BYTE -> Byte.toUnsignedInt(from.get(position));
      case SIGNED_BYTE -> from.get(position);
      case SHORT -> from.getShort(position);
      case INT -> from.getInt(position);
      case FLOAT -> from.getFloat(position);
      case DOUBLE -> from.getDouble(position);
    };
  }
}
