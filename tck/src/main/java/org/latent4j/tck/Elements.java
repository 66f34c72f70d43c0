package org.latent4j.tck;

import org.latent4j.op.DataType;

/** Java arrays of the element types, written and read as numbers. */
final class Elements {
  private Elements() {}

  /** The types on which operations compute. */
  static final DataType[] FLOATING = {DataType.FLOAT32, DataType.FLOAT64};

  /** An array of zeros of the Java type that holds the elements. */
  static Object array(DataType type, int length) {
    return switch (type) {
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
      case INT32 -> new int[length];
      case UINT8 -> new byte[length];
    };
  }

  /** An array of the elements nearest to the given numbers. */
  static Object array(DataType type, double... values) {
    Object array = array(type, values.length);
    for (int i = 0; i < values.length; i++) {
      set(type, array, i, values[i]);
    }
    return array;
  }

  private static void set(DataType type, Object array, int i, double value) {
    switch (type) {
      case FLOAT32 -> ((float[]) array)[i] = (float) value;
      case FLOAT64 -> ((double[]) array)[i] = value;
      case INT32 -> ((int[]) array)[i] = (int) value;
      case UINT8 -> ((byte[]) array)[i] = (byte) (int) value;
    }
  }

  /** The numbers that the elements of an array stand for. */
  static double[] numbers(DataType type, Object array) {
    return switch (type) {
      case FLOAT32 -> {
        float[] from = (float[]) array;
        double[] numbers = new double[from.length];
        for (int i = 0; i < from.length; i++) {
          numbers[i] = from[i];
        }
        yield numbers;
      }
      case FLOAT64 -> ((double[]) array).clone();
      case INT32 -> {
        int[] from = (int[]) array;
        double[] numbers = new double[from.length];
        for (int i = 0; i < from.length; i++) {
          numbers[i] = from[i];
        }
        yield numbers;
      }
      case UINT8 -> {
        byte[] from = (byte[]) array;
        double[] numbers = new double[from.length];
        for (int i = 0; i < from.length; i++) {
          numbers[i] = from[i] & 0xff;
        }
        yield numbers;
      }
    };
  }

  /** The element nearest to a number, as a number. */
  static double rounded(DataType type, double value) {
    return type == DataType.FLOAT32 ? (double) (float) value : value;
  }

  /** What storing a number that was computed in a floating type leaves in an element. */
  static double stored(DataType type, double value) {
    return switch (type) {
      case FLOAT32 -> (double) (float) value;
      case FLOAT64 -> value;
      case INT32 -> (int) value; // Java's conversion saturates and makes 0 of NaN
      case UINT8 -> (int) Math.min(Math.max(value, 0), 255);
    };
  }
}
