package org.latent4j.backend.cpu;

import org.latent4j.backend.java.host.HostStorage;
import org.latent4j.op.DataType;

/**
 * Elements in a block of native memory. One subclass for each type, so that their loops are plain.
 */
abstract class NativeStorage extends HostStorage {
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
  protected final void free() {
    block.free();
  }
}
