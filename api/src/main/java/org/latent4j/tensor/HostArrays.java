package org.latent4j.tensor;

import org.latent4j.op.DataType;

/** Java arrays of the element types. */
final class HostArrays {
  private HostArrays() {}

  /**
   * An array of one number, of the Java type that a storage of that element type is written from.
   */
  static Object single(DataType type, double value) {
    return switch (type) {
      case FLOAT32 -> new float[] {(float) value};
      case FLOAT64 -> new double[] {value};
      case INT32 -> new int[] {(int) value};
      case UINT8 -> new byte[] {(byte) (int) value};
    };
  }
}
