package org.latent4j.backend.java.loops;

import java.lang.invoke.MethodHandle;
import java.util.Objects;

/**
 * The bits of floating-point numbers, read and written in the place where the numbers lie.
 *
 * <p>The compilers of Java 17 to 25 do not vectorise {@link Float#floatToRawIntBits} or its
 * inverse, but they vectorise access to an array as if its elements were of another type ({@link
 * ArrayAccess}). The index is checked like that of any array, which costs a loop nothing.
 */
final class ArrayBits {
  private static final MethodHandle GET_INT = ArrayAccess.best(false, float[].class, int.class);
  private static final MethodHandle SET_INT = ArrayAccess.best(true, float[].class, int.class);

  private ArrayBits() {}

  /** Returns the bits of {@code values[i]}. */
  static int get(float[] values, int i) {
    Objects.checkIndex(i, values.length);
    try {
      return (int) GET_INT.invokeExact(values, i);
    } catch (Throwable e) {
      throw new AssertionError(e); // reading an array within its bounds throws nothing
    }
  }

  /** Makes {@code values[i]} the float with those bits. */
  static void set(float[] values, int i, int bits) {
    Objects.checkIndex(i, values.length);
    try {
      SET_INT.invokeExact(values, i, bits);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
