package org.latent4j.backend.java.loops;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * Where objects are in memory, which Java does not tell, but a reference in an array says, if it is
 * read as a number. A collection of garbage may move an object at any time, so an address is good
 * for what makes a loop fast and for nothing else.
 */
final class Addresses {
  /** The last version of Java that reads a reference as a number without a warning. */
  private static final int LAST_VERSION = 23;

  /** Bytes of an array without elements. */
  private static final int EMPTY_ARRAY = 16;

  private static final int UNKNOWN = -1;

  /** The bits of the first reference of an {@code Object[]}, as a long; null if nothing can. */
  private static final @Nullable MethodHandle BITS = findBits();

  /** By how many places the bits of a reference are to be shifted to become an address. */
  private static final int SHIFT = BITS == null ? UNKNOWN : findShift();

  private Addresses() {}

  /** Whether this virtual machine says where its objects are. */
  static boolean areKnown() {
    return SHIFT != UNKNOWN;
  }

  /**
   * Returns the lower bits of the address of the first object of an array, right at least as far as
   * its place in a line of the cache is concerned; 0 if addresses are not known.
   */
  static long ofFirst(Object[] holder) {
    return areKnown() ? bits(holder) << SHIFT : 0;
  }

  private static long bits(Object[] holder) {
    if (BITS == null) {
      return 0;
    }
    try {
      return (long) BITS.invokeExact(holder);
    } catch (Throwable e) {
      throw new AssertionError(e); // Reading an element throws nothing.
    }
  }

  private static @Nullable MethodHandle findBits() {
    if (Runtime.version().feature() > LAST_VERSION) {
      return null;
    }
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      long base = unsafe.getField("ARRAY_OBJECT_BASE_OFFSET").getInt(null);
      boolean compressed =
          unsafe.getField("ARRAY_OBJECT_INDEX_SCALE").getInt(null) == Integer.BYTES;
      Class<?> integer = compressed ? int.class : long.class;
      MethodHandle get =
          MethodHandles.lookup()
              .findVirtual(
                  unsafe,
                  compressed ? "getInt" : "getLong",
                  MethodType.methodType(integer, Object.class, long.class))
              .bindTo(instance.get(null));
      return MethodHandles.insertArguments(get, 1, base)
          .asType(MethodType.methodType(long.class, Object[].class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /**
   * A compressed reference is an address divided by 1, 8 or 16, depending on how large the heap may
   * grow. Objects made one after another lie side by side, so what the references of two empty
   * arrays differ by is what their size has become.
   */
  private static int findShift() {
    Object[] made = new Object[32];
    for (int i = 0; i < made.length; i++) {
      made[i] = new int[0];
    }
    Object[] holder = new Object[1];
    long least = Long.MAX_VALUE;
    long before = Long.MAX_VALUE;
    for (Object object : made) {
      holder[0] = object;
      long bits = bits(holder);
      least = bits > before ? Math.min(least, bits - before) : least;
      before = bits;
    }
    for (int shift : new int[] {0, 3, 4}) {
      if (least << shift == EMPTY_ARRAY) {
        return shift;
      }
    }
    return UNKNOWN; // Another header, or references that hold more than an address.
  }
}
