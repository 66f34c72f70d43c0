package org.latent4j.backend.cpu;

import java.util.concurrent.atomic.AtomicBoolean;

/** A piece of a region that belongs to one storage. */
final class NativeBlock {
  /** The slab of a small block; null for a large one, which has a region of its own. */
  final Slab slab;

  final Region region;

  /** Where the block starts in the region, in bytes. */
  final long offset;

  final long bytes;

  private final NativeMemory memory;
  private final AtomicBoolean freed = new AtomicBoolean();

  NativeBlock(NativeMemory memory, Slab slab, Region region, long offset, long bytes) {
    this.memory = memory;
    this.slab = slab;
    this.region = region;
    this.offset = offset;
    this.bytes = bytes;
  }

  boolean isFreed() {
    return freed.get();
  }

  /** Gives the block back at once; the second time does nothing. */
  void free() {
    if (freed.compareAndSet(false, true)) {
      memory.free(this);
    }
  }
}
