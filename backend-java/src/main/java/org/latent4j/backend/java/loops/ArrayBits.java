package org.latent4j.backend.java.loops;

import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The bits of floats, and pairs of floats or ints, read and written in the place where they lie.
 *
 * <p>The compilers of Java 17 to 25 do not vectorise {@link Float#floatToRawIntBits} or its
 * inverse, but they vectorise access to an array as if its elements were of another type ({@link
 * ArrayAccess}). The index is checked like that of any array, which costs a loop nothing.
 */
final class ArrayBits {
  private static final MethodHandle GET_INT = ArrayAccess.best(false, float[].class, int.class);
  private static final MethodHandle SET_INT = ArrayAccess.best(true, float[].class, int.class);
  private static final MethodHandle GET_FLOAT_PAIR = pairs(false, float[].class);
  private static final MethodHandle GET_PAIR = pairs(false, int[].class);
  private static final MethodHandle SET_PAIR = pairs(true, int[].class);

  private ArrayBits() {}

  /** Returns the bits of {@code values[i]}. */
  static int get(float[] values, int i) {
    Objects.checkIndex(i, values.length);
    try {
      return (int) GET_INT.invokeExact(values, i);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Makes {@code values[i]} the float with those bits. */
  static void set(float[] values, int i, int bits) {
    Objects.checkIndex(i, values.length);
    try {
      SET_INT.invokeExact(values, i, bits);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Returns the bits of {@code values[2 * i]} in the lower half, of the next in the upper. */
  static long getPair(float[] values, int i) {
    Objects.checkIndex(i, values.length >> 1);
    try {
      return (long) GET_FLOAT_PAIR.invokeExact(values, i);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Returns {@code values[2 * i]} in the lower half and {@code values[2 * i + 1]} in the upper. */
  static long getPair(int[] values, int i) {
    Objects.checkIndex(i, values.length >> 1);
    try {
      return (long) GET_PAIR.invokeExact(values, i);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Writes the lower half to {@code values[2 * i]} and the upper to {@code values[2 * i + 1]}. */
  static void setPair(int[] values, int i, long pair) {
    Objects.checkIndex(i, values.length >> 1);
    try {
      SET_PAIR.invokeExact(values, i, pair);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** Where memory has the upper half first, pairs have to be put together. */
  private static MethodHandle pairs(boolean write, Class<?> array) {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        ? ArrayAccess.best(write, array, long.class)
        : ArrayAccess.CONVERSION.findIfPresent(write, array, long.class).orElseThrow();
  }

  /** Access to an array within its bounds throws nothing. */
  private static AssertionError impossible(Throwable e) {
    return new AssertionError(e);
  }
}
