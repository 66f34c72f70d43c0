package org.latent4j.backend.java.host;

import java.util.Locale;
import org.latent4j.op.DataType;

/** A storage that is a Java array; at most 2<sup>31</sup> - 9 elements. */
public final class ArrayStorage extends HostStorage {
  /** The longest array that every virtual machine makes. */
  private static final long LONGEST = Integer.MAX_VALUE - 8;

  private Object elements;

  private ArrayStorage(DataType type, long length, Object elements) {
    super(type, length);
    this.elements = elements;
  }

  /**
   * Makes a storage filled with zeros.
   *
   * @param type the element type
   * @param length the number of elements
   * @return the storage
   * @throws OutOfMemoryError if the heap has no room for it, or no array is so long
   */
  public static ArrayStorage allocate(DataType type, long length) {
    if (length > LONGEST) {
      throw outOfMemory(type, length, "a Java array has at most " + LONGEST + " elements");
    }
    try {
      int n = (int) length;
      Object elements =
          switch (type) {
            case FLOAT32 -> new float[n];
            case FLOAT64 -> new double[n];
            case INT32 -> new int[n];
            case UINT8 -> new byte[n];
          };
      return new ArrayStorage(type, length, elements);
    } catch (OutOfMemoryError e) {
      OutOfMemoryError clear = outOfMemory(type, length, "raise the heap with -Xmx");
      clear.initCause(e);
      throw clear;
    }
  }

  private static OutOfMemoryError outOfMemory(DataType type, long length, String cure) {
    return new OutOfMemoryError(
        String.format(
            Locale.ROOT,
            "allocate: no room for %d elements of %s (%d bytes); %s",
            length,
            type,
            length * type.bytes(),
            cure));
  }

  /**
   * Returns the array itself.
   *
   * @return a {@code float[]}, {@code double[]}, {@code int[]} or {@code byte[]}
   * @throws IllegalStateException if the storage is closed
   */
  public Object array() {
    Object array = elements;
    if (array == null) {
      throw closedException();
    }
    return array;
  }

  @Override
  public void read(long at, Object array, int to, int count) {
    System.arraycopy(array(), (int) at, array, to, count);
  }

  @Override
  public void write(long at, Object array, int from, int count) {
    System.arraycopy(array, from, array(), (int) at, count);
  }

  @Override
  protected void readElements(
      long at, long rowStride, long stride, int rows, int columns, Object array, int to) {
    Object own = array();
    int step = (int) rowStride;
    for (int column = 0; column < columns; column++) {
      int place = (int) (at + column * stride);
      int i = to + column;
      if (own instanceof float[] floats) {
        float[] out = (float[]) array;
        for (int row = 0; row < rows; row++, i += columns, place += step) {
          out[i] = floats[place];
        }
      } else if (own instanceof double[] doubles) {
        double[] out = (double[]) array;
        for (int row = 0; row < rows; row++, i += columns, place += step) {
          out[i] = doubles[place];
        }
      } else if (own instanceof int[] ints) {
        int[] out = (int[]) array;
        for (int row = 0; row < rows; row++, i += columns, place += step) {
          out[i] = ints[place];
        }
      } else {
        byte[] bytes = (byte[]) own;
        byte[] out = (byte[]) array;
        for (int row = 0; row < rows; row++, i += columns, place += step) {
          out[i] = bytes[place];
        }
      }
    }
  }

  @Override
  protected void writeElements(
      long at, long rowStride, long stride, int rows, int columns, Object array, int from) {
    Object own = array();
    int step = (int) rowStride;
    for (int column = 0; column < columns; column++) {
      int place = (int) (at + column * stride);
      int i = from + column;
      if (own instanceof float[] floats) {
        float[] in = (float[]) array;
        for (int row = 0; row < rows; row++, i += columns, place += step) {
          floats[place] = in[i];
        }
      } else if (own instanceof double[] doubles) {
        double[] in = (double[]) array;
        for (int row = 0; row < rows; row++, i += columns, place += step) {
          doubles[place] = in[i];
        }
      } else if (own instanceof int[] ints) {
        int[] in = (int[]) array;
        for (int row = 0; row < rows; row++, i += columns, place += step) {
          ints[place] = in[i];
        }
      } else {
        byte[] bytes = (byte[]) own;
        byte[] in = (byte[]) array;
        for (int row = 0; row < rows; row++, i += columns, place += step) {
          bytes[place] = in[i];
        }
      }
    }
  }

  @Override
  protected void gatherRows(
      long at,
      long rowStride,
      int columns,
      int[] numbers,
      int first,
      int end,
      HostStorage out,
      long to) {
    Object own = array();
    Object target = ((ArrayStorage) out).array();
    int from = (int) at;
    int stride = (int) rowStride;
    int place = (int) to + first * columns;
    if (columns == 1 && own instanceof float[] floats) {
      float[] copies = (float[]) target;
      for (int i = first; i < end; i++) {
        copies[place++] = floats[from + numbers[i] * stride];
      }
    } else if (columns == 1 && own instanceof double[] doubles) {
      double[] copies = (double[]) target;
      for (int i = first; i < end; i++) {
        copies[place++] = doubles[from + numbers[i] * stride];
      }
    } else {
      for (int i = first; i < end; i++, place += columns) {
        System.arraycopy(own, from + numbers[i] * stride, target, place, columns);
      }
    }
  }

  @Override
  protected void free() {
    elements = null;
  }
}
