package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.op.DataType;

/**
 * Arrays of any element type, and conversions as {@link org.latent4j.graph.Expression} has them.
 */
final class Elements {
  private Elements() {}

  /** Returns the array of a workspace for elements of a type. */
  static Object array(Workspace workspace, DataType type) {
    return switch (type) {
      case FLOAT32 -> workspace.floats;
      case FLOAT64 -> workspace.doubles;
      case INT32 -> workspace.ints;
      case UINT8 -> workspace.bytes;
    };
  }

  /** Returns the first element of an array, exactly. */
  static double first(Object array) {
    if (array instanceof float[] floats) {
      return floats[0];
    } else if (array instanceof double[] doubles) {
      return doubles[0];
    } else if (array instanceof int[] ints) {
      return ints[0];
    }
    return ((byte[]) array)[0] & 0xff;
  }

  /** Repeats the {@code period} elements from {@code at} on until there are {@code count}. */
  static void repeat(Object array, int at, int period, int count) {
    for (int done = period; done < count; done *= 2) {
      System.arraycopy(array, at, array, at + done, Math.min(done, count - done));
    }
  }

  /** Fills the first elements of an array with zeros. */
  static void fillZero(Object array, int n) {
    if (array instanceof float[] floats) {
      Arrays.fill(floats, 0, n, 0);
    } else if (array instanceof double[] doubles) {
      Arrays.fill(doubles, 0, n, 0);
    } else if (array instanceof int[] ints) {
      Arrays.fill(ints, 0, n, 0);
    } else {
      Arrays.fill((byte[]) array, 0, n, (byte) 0);
    }
  }

  /** Converts elements of another type to floats. */
  static void toFloats(Object array, float[] out, int n) {
    if (array instanceof byte[] bytes) {
      for (int i = 0; i < n; i++) {
        out[i] = bytes[i] & 0xff;
      }
    } else if (array instanceof int[] ints) {
      for (int i = 0; i < n; i++) {
        out[i] = ints[i];
      }
    } else {
      double[] doubles = (double[]) array;
      for (int i = 0; i < n; i++) {
        out[i] = (float) doubles[i];
      }
    }
  }

  /** Converts elements of another type to doubles. */
  static void toDoubles(Object array, double[] out, int n) {
    if (array instanceof byte[] bytes) {
      for (int i = 0; i < n; i++) {
        out[i] = bytes[i] & 0xff;
      }
    } else if (array instanceof int[] ints) {
      for (int i = 0; i < n; i++) {
        out[i] = ints[i];
      }
    } else {
      float[] floats = (float[]) array;
      for (int i = 0; i < n; i++) {
        out[i] = floats[i];
      }
    }
  }

  /** Converts floats to elements of another type: integers truncate and saturate, NaN gives 0. */
  static void fromFloats(float[] values, Object array, int n) {
    if (array instanceof byte[] bytes) {
      for (int i = 0; i < n; i++) {
        bytes[i] = (byte) Math.max(0, Math.min(255, (int) values[i]));
      }
    } else if (array instanceof int[] ints) {
      for (int i = 0; i < n; i++) {
        ints[i] = (int) values[i];
      }
    } else {
      double[] doubles = (double[]) array;
      for (int i = 0; i < n; i++) {
        doubles[i] = values[i];
      }
    }
  }

  /** Converts doubles to elements of another type: integers truncate and saturate, NaN gives 0. */
  static void fromDoubles(double[] values, Object array, int n) {
    if (array instanceof byte[] bytes) {
      for (int i = 0; i < n; i++) {
        bytes[i] = (byte) Math.max(0, Math.min(255, (int) values[i]));
      }
    } else if (array instanceof int[] ints) {
      for (int i = 0; i < n; i++) {
        ints[i] = (int) values[i];
      }
    } else {
      float[] floats = (float[]) array;
      for (int i = 0; i < n; i++) {
        floats[i] = (float) values[i];
      }
    }
  }
}
