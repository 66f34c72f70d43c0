package org.latent4j.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A run of native memory that one ND4J buffer owns.
 *
 * <p>ND4J's arrays are such a buffer and a description of its shape. Here the shape is the business
 * of views, so the buffer alone is made: it takes 1 to 3 microseconds, an array around it 6 to 18.
 *
 * <p>Products get the address. Everything else reads and writes through direct buffers, because
 * their bulk methods are as fast as {@code System.arraycopy}; a direct buffer holds fewer than
 * 2<sup>31</sup> bytes, so that a large region has several, the windows.
 */
final class Region {
  /** The binary logarithm of the bytes in a window. */
  static final int WINDOW_SHIFT = 30;

  /** OpenBLAS reads whole cache lines fastest; ND4J's own alignment is 16 bytes. */
  private static final int ALIGNMENT = 64;

  private final DataBuffer buffer;
  private final long address;
  private final long bytes;
  private volatile ByteBuffer[] windows;
  private volatile FloatBuffer[] floats;
  private volatile DoubleBuffer[] doubles;
  private volatile IntBuffer[] ints;

  /**
   * Allocates a region of zeros.
   *
   * @throws OutOfMemoryError if there is no room
   */
  Region(long bytes) {
    this.bytes = bytes;
    // Straight from the factory: Nd4j.createBuffer would take the memory from a workspace of the
    // calling thread, which ends before this region does.
    this.buffer = create(bytes);
    this.address = (buffer.address() + ALIGNMENT - 1) & -ALIGNMENT;
    this.windows = windowsOf(address, bytes);
  }

  private static DataBuffer create(long bytes) {
    try {
      return Nd4j.getDataBufferFactory().create(DataType.INT8, bytes + ALIGNMENT, true);
    } catch (OutOfMemoryError | RuntimeException e) {
      OutOfMemoryError error =
          new OutOfMemoryError(
              "cpu: no room for "
                  + bytes
                  + " bytes of native memory; close tensors that are no longer needed, or take "
                  + "smaller batches");
      error.initCause(e);
      throw error;
    }
  }

  private static ByteBuffer[] windowsOf(long address, long bytes) {
    ByteBuffer[] windows = new ByteBuffer[(int) (((bytes - 1) >> WINDOW_SHIFT) + 1)];
    for (int i = 0; i < windows.length; i++) {
      long from = (long) i << WINDOW_SHIFT;
      long length = Math.min(bytes - from, 1L << WINDOW_SHIFT);
      windows[i] = new Run(address + from, length).asByteBuffer().order(ByteOrder.nativeOrder());
    }
    return windows;
  }

  /** Bytes that somebody else owns. */
  private static final class Run extends BytePointer {
    Run(long address, long bytes) {
      super((Pointer) null);
      this.address = address;
      this.capacity = bytes;
      this.limit = bytes;
    }
  }

  long address() {
    requireOpen(windows);
    return address;
  }

  long bytes() {
    return bytes;
  }

  /** Returns windows of 2^30 bytes each; the last may be shorter. */
  ByteBuffer[] asBytes() {
    return requireOpen(windows);
  }

  /** Returns windows of 2^28 numbers each; the last may be shorter. */
  FloatBuffer[] asFloats() {
    FloatBuffer[] views = floats;
    if (views == null) {
      ByteBuffer[] source = asBytes();
      views = new FloatBuffer[source.length];
      for (int i = 0; i < views.length; i++) {
        views[i] = source[i].asFloatBuffer();
      }
      floats = views;
    }
    return views;
  }

  /** Returns windows of 2^27 numbers each; the last may be shorter. */
  DoubleBuffer[] asDoubles() {
    DoubleBuffer[] views = doubles;
    if (views == null) {
      ByteBuffer[] source = asBytes();
      views = new DoubleBuffer[source.length];
      for (int i = 0; i < views.length; i++) {
        views[i] = source[i].asDoubleBuffer();
      }
      doubles = views;
    }
    return views;
  }

  /** Returns windows of 2^28 numbers each; the last may be shorter. */
  IntBuffer[] asInts() {
    IntBuffer[] views = ints;
    if (views == null) {
      ByteBuffer[] source = asBytes();
      views = new IntBuffer[source.length];
      for (int i = 0; i < views.length; i++) {
        views[i] = source[i].asIntBuffer();
      }
      ints = views;
    }
    return views;
  }

  /** Gives the memory back at once. Any later use throws. */
  void close() {
    windows = null;
    floats = null;
    doubles = null;
    ints = null;
    buffer.close();
  }

  private static <T> T requireOpen(T views) {
    if (views == null) {
      throw new IllegalStateException("cpu: the memory of this storage has been freed");
    }
    return views;
  }
}
