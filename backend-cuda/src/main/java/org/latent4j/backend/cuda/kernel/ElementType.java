package org.latent4j.backend.cuda.kernel;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.latent4j.op.DataType;

/** The types that kernels load and store: those of tensors, and bfloat16 as bits. */
enum ElementType {
  FLOAT32("float", "float", 4),
  FLOAT64("double", "double", 8),
  INT32("int", "int", 4),
  UINT8("unsigned char", "uchar", 1),
  /** The upper half of a FLOAT32. */
  BFLOAT16("unsigned short", "ushort", 2);

  /** The widest load or store that one thread makes. */
  private static final int VECTOR_BYTES = 16;

  private final String cuda;
  private final String vector;
  private final int bytes;

  ElementType(String cuda, String vector, int bytes) {
    this.cuda = cuda;
    this.vector = vector;
    this.bytes = bytes;
  }

  static ElementType of(DataType type) {
    return switch (type) {
      case FLOAT32 -> FLOAT32;
      case FLOAT64 -> FLOAT64;
      case INT32 -> INT32;
      case UINT8 -> UINT8;
    };
  }

  /** The name of the type in CUDA C. */
  String cuda() {
    return cuda;
  }

  int bytes() {
    return bytes;
  }

  /** How many of {@code width} elements are loaded or stored at once. */
  int piece(int width) {
    return Math.min(width, VECTOR_BYTES / bytes);
  }

  /** The name of the type of several elements. */
  String vector(int elements) {
    return vector + elements;
  }

  /** An expression that converts a value of this type to a compute type. */
  String load(String value, String computeType) {
    String number = this == BFLOAT16 ? "latent4j_float(" + value + ")" : value;
    return "(" + computeType + ") " + number;
  }

  /** What {@link #load} calls, or null. */
  @Nullable Helper loadHelper() {
    return this == BFLOAT16 ? Helper.FROM_BFLOAT16 : null;
  }

  /** An expression that converts a value of a compute type to this type. */
  String store(String value) {
    return switch (this) {
      case FLOAT32 -> "(float) " + value;
      case FLOAT64 -> "(double) " + value;
      case INT32 -> "latent4j_int(" + value + ")";
      case UINT8 -> "latent4j_byte(" + value + ")";
      case BFLOAT16 -> "latent4j_bfloat16((float) " + value + ")";
    };
  }

  /** What {@link #store} calls, or null. */
  @Nullable Helper storeHelper() {
    return switch (this) {
      case FLOAT32, FLOAT64 -> null;
      case INT32, UINT8 -> Helper.INTEGERS;
      case BFLOAT16 -> Helper.BFLOAT16;
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
