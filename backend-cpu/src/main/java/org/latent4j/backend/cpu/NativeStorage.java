package org.latent4j.backend.cpu;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.latent4j.backend.java.host.HostStorage;
import org.latent4j.op.DataType;

/**
 * Elements in a block of native memory. One subclass for each type, so that their loops are plain.
 */
abstract class NativeStorage extends HostStorage {
  private static final int WINDOW = 1 << Region.WINDOW_SHIFT;

  /** Elements of a row from which on a call that copies all of them is faster than one for each. */
  private static final int WORTH_A_CALL = 12;

  private final NativeBlock block;
  private final long first;

  NativeStorage(DataType type, long length, NativeBlock block) {
    super(type, length);
    this.block = block;
    this.first = block.offset / type.bytes();
  }

  static NativeStorage of(DataType type, long length, NativeBlock block) {
    return switch (type) {
      case FLOAT32 -> new NativeFloats(block, length);
      case FLOAT64 -> new NativeDoubles(block, length);
      case INT32 -> new NativeInts(block, length);
      case UINT8 -> new NativeBytes(block, length);
    };
  }

  /** Returns where in the region's windows this storage's first element is. */
  final long first() {
    return first;
  }

  /** Returns the region, for reading or writing now. */
  final Region open() {
    if (block.isFreed()) {
      throw closedException();
    }
    return block.region;
  }

  /** How many of {@code count} places from one in a window on, {@code step} apart, are in it. */
  static int inWindow(int place, long step, int count, int window) {
    if (place + (count - 1) * step < window) {
      return count; // As nearly always, without a division.
    }
    return (int) ((window - 1 - place) / step) + 1;
  }

  /** Returns the address of the first element; it is good until this storage is closed. */
  final long address() {
    return open().address() + block.offset;
  }

  @Override
  protected final void gatherRows(
      long at,
      long rowStride,
      int columns,
      int[] numbers,
      int first,
      int end,
      HostStorage out,
      long to) {
    NativeStorage target = (NativeStorage) out;
    if (type().bytes() == Integer.BYTES && columns < WORTH_A_CALL) {
      gatherInts(at, rowStride, columns, numbers, first, end, target, to);
      return;
    }
    ByteBuffer[] sources = open().asBytes();
    ByteBuffer[] targets = target.open().asBytes();
    long bytes = type().bytes();
    for (int i = first; i < end; i++) {
      long from = (this.first + at + numbers[i] * rowStride) * bytes;
      long place = (target.first + to + (long) i * columns) * bytes;
      copy(sources, from, targets, place, columns * bytes);
    }
  }

  /** Copies bytes from window to window; nearly always all of them at once. */
  private static void copy(
      ByteBuffer[] sources, long from, ByteBuffer[] targets, long to, long count) {
    for (long done = 0; done < count; ) {
      int start = (int) ((from + done) & (WINDOW - 1));
      int place = (int) ((to + done) & (WINDOW - 1));
      int run = (int) Math.min(count - done, WINDOW - Math.max(start, place));
      ByteBuffer source = sources[(int) ((from + done) >> Region.WINDOW_SHIFT)];
      targets[(int) ((to + done) >> Region.WINDOW_SHIFT)].put(place, source, start, run);
      done += run;
    }
  }

  /** Numbers of 4 bytes, also floats, one by one. */
  private void gatherInts(
      long at,
      long rowStride,
      int columns,
      int[] numbers,
      int first,
      int end,
      NativeStorage target,
      long to) {
    IntBuffer[] sources = open().asInts();
    IntBuffer[] targets = target.open().asInts();
    int shift = Region.WINDOW_SHIFT - 2;
    int mask = (1 << shift) - 1;
    long place = target.first + to + (long) first * columns;
    for (int i = first; i < end; i++) {
      long from = this.first + at + numbers[i] * rowStride;
      for (int column = 0; column < columns; column++, from++, place++) {
        int number = sources[(int) (from >> shift)].get((int) (from & mask));
        targets[(int) (place >> shift)].put((int) (place & mask), number);
      }
    }
  }

  @Override
  protected final void free() {
    block.free();
  }
}
