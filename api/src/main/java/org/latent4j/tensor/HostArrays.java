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

  /** An array of the Java type that a storage of that element type is read into. */
  static Object make(DataType type, int length) {
    return switch (type) {
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
      case INT32 -> new int[length];
      case UINT8 -> new byte[length];
    };
  }

  /** The numbers in an array of that element type, rounded to float; the array itself if it can. */
  static float[] toFloats(DataType type, Object array, int length) {
    if (type == DataType.FLOAT32) {
      return (float[]) array;
    }
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) get(type, array, i);
    }
    return floats;
  }

  /** The numbers in an array of that element type, exactly; the array itself if it can. */
  static double[] toDoubles(DataType type, Object array, int length) {
    if (type == DataType.FLOAT64) {
      return (double[]) array;
    }
    double[] doubles = new double[length];
    for (int i = 0; i < length; i++) {
      doubles[i] = get(type, array, i);
    }
    return doubles;
  }

  /** The numbers in an array of an integer type; the array itself if it can. */
  static int[] toInts(DataType type, Object array, int length) {
    if (type == DataType.INT32) {
      return (int[]) array;
    }
    int[] ints = new int[length];
    for (int i = 0; i < length; i++) {
      ints[i] = (int) get(type, array, i);
    }
    return ints;
  }

  private static double get(DataType type, Object array, int i) {
    return switch (type) {
      case FLOAT32 -> ((float[]) array)[i];
      case FLOAT64 -> ((double[]) array)[i];
      case INT32 -> ((int[]) array)[i];
      case UINT8 -> ((byte[]) array)[i] & 0xff;
    };
  }
}
