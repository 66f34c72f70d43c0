package org.latent4j.op;

/** The type of the elements of a tensor. */
public enum DataType {
  /** IEEE 754 binary32, the default of the library. In Java a {@code float}. */
  FLOAT32(4, true, "float"),
  /** IEEE 754 binary64. In Java a {@code double}. */
  FLOAT64(8, true, "double"),
  /** Signed 32-bit integer: labels, indices, counters. In Java an {@code int}. */
  INT32(4, false, "int"),
  /** Unsigned 8-bit integer, 0 to 255: resident data. In Java a {@code byte} read as unsigned. */
  UINT8(1, false, "unsigned char");

  private final int bytes;
  private final boolean floating;
  private final String cuda;

  DataType(int bytes, boolean floating, String cuda) {
    this.bytes = bytes;
    this.floating = floating;
    this.cuda = cuda;
  }

  /**
   * Returns the size of one element.
   *
   * @return the size in bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Tells floating-point types, on which operations compute, from integer types, which are loaded
   * and stored.
   *
   * @return true for {@link #FLOAT32} and {@link #FLOAT64}
   */
  public boolean isFloating() {
    return floating;
  }

  /**
   * Returns the name of the type in CUDA C.
   *
   * @return the name, for example {@code unsigned char}
   */
  public String cuda() {
    return cuda;
  }
}
