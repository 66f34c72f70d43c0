package org.latent4j.backend.java.loops;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Ways to read and write an array as if it held other numbers: {@code float[]} as ints, and both as
 * longs, one for each two elements. A way gives handles of the type {@code (array, index)integer}
 * for reading and {@code (array, index, integer)void} for writing, which the compiler resolves to
 * the bare access where they are constants. What the ways use is not in the API of Java 17, and so
 * is found by name.
 */
enum ArrayAccess {
  /** {@code MemorySegment.ofArray(array).get(layout, offset)}, which Java has since 22. */
  SEGMENT {
    @Override
    MethodHandle find(boolean write, Class<?> array, Class<?> integer)
        throws ReflectiveOperationException {
      if (Runtime.version().feature() < 22) {
        throw new ClassNotFoundException("MemorySegment is not final before Java 22");
      }
      Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
      String name = "JAVA_" + integer.getName().toUpperCase(Locale.ROOT) + "_UNALIGNED";
      Field layout = Class.forName("java.lang.foreign.ValueLayout").getField(name);
      MethodHandle ofArray =
          LOOKUP.findStatic(segment, "ofArray", MethodType.methodType(segment, array));
      MethodType type = type(write, layout.getType(), long.class, integer);
      MethodHandle access = LOOKUP.findVirtual(segment, write ? "set" : "get", type);
      access = MethodHandles.insertArguments(access, 1, layout.get(null));
      return MethodHandles.filterArguments(access, 0, ofArray, offset(0, integer));
    }
  },

  /** {@code Unsafe.getInt(array, offset)}, which Java warns of since 24. */
  UNSAFE {
    @Override
    MethodHandle find(boolean write, Class<?> array, Class<?> integer)
        throws ReflectiveOperationException {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      String element = array.getComponentType().getName().toUpperCase(Locale.ROOT);
      int base = unsafe.getField("ARRAY_" + element + "_BASE_OFFSET").getInt(null);
      String name = (write ? "put" : "get") + (integer == int.class ? "Int" : "Long");
      MethodType type = type(write, Object.class, long.class, integer);
      MethodHandle access = LOOKUP.findVirtual(unsafe, name, type).bindTo(instance.get(null));
      return MethodHandles.filterArguments(access, 1, offset(base, integer))
          .asType(type(write, array, int.class, integer));
    }
  },

  /** {@link Float#floatToRawIntBits} and its like: always there, and slow. Lower int first. */
  CONVERSION {
    @Override
    MethodHandle find(boolean write, Class<?> array, Class<?> integer)
        throws ReflectiveOperationException {
      MethodType type = type(write, array, int.class, integer);
      String name = (write ? "set" : "get") + (integer == int.class ? "Int" : "Long");
      return LOOKUP.findStatic(ArrayAccess.class, name, type);
    }
  };

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  /** Finds the handle of this way, or throws where this version of Java does not have it. */
  abstract MethodHandle find(boolean write, Class<?> array, Class<?> integer)
      throws ReflectiveOperationException;

  /** Returns the handle of the first way that this version of Java has. */
  static MethodHandle best(boolean write, Class<?> array, Class<?> integer) {
    return Arrays.stream(values())
        .flatMap(way -> way.findIfPresent(write, array, integer).stream())
        .findFirst()
        .orElseThrow();
  }

  /** Finds the handle of this way if this version of Java has it. */
  Optional<MethodHandle> findIfPresent(boolean write, Class<?> array, Class<?> integer) {
    try {
      return Optional.of(find(write, array, integer));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static MethodType type(boolean write, Class<?> first, Class<?> second, Class<?> integer) {
    return write
        ? MethodType.methodType(void.class, first, second, integer)
        : MethodType.methodType(integer, first, second);
  }

  /** The handle of {@code (index)offset}. */
  private static MethodHandle offset(int base, Class<?> integer)
      throws ReflectiveOperationException {
    MethodType type = MethodType.methodType(long.class, long.class, long.class, int.class);
    long size = integer == int.class ? Integer.BYTES : Long.BYTES;
    return MethodHandles.insertArguments(
        LOOKUP.findStatic(ArrayAccess.class, "offset", type), 0, (long) base, size);
  }

  @SuppressWarnings("unused") // found by name
  private static long offset(long base, long size, int index) {
    return base + size * index;
  }

  @SuppressWarnings("unused")
  private static int getInt(float[] values, int i) {
    return Float.floatToRawIntBits(values[i]);
  }

  @SuppressWarnings("unused")
  private static void setInt(float[] values, int i, int bits) {
    values[i] = Float.intBitsToFloat(bits);
  }

  @SuppressWarnings("unused")
  private static long getLong(float[] values, int i) {
    return (Float.floatToRawIntBits(values[2 * i]) & 0xffffffffL)
        | ((long) Float.floatToRawIntBits(values[2 * i + 1]) << 32);
  }

  @SuppressWarnings("unused")
  private static long getLong(int[] values, int i) {
    return (values[2 * i] & 0xffffffffL) | ((long) values[2 * i + 1] << 32);
  }

  @SuppressWarnings("unused")
  private static void setLong(int[] values, int i, long pair) {
    values[2 * i] = (int) pair;
    values[2 * i + 1] = (int) (pair >> 32);
  }
}
