package org.latent4j.backend.cpu;

/** A region cut into blocks of one size. Guarded by its {@link SizeClass}. */
final class Slab {
  private final SizeClass owner;
  private final Region region;
  private final int blockBytes;
  private final int[] free;
  private int freeCount;

  Slab(SizeClass owner, int blockBytes, int blocks) {
    this.owner = owner;
    this.region = new Region((long) blockBytes * blocks);
    this.blockBytes = blockBytes;
    this.free = new int[blocks];
    this.freeCount = blocks;
    for (int i = 0; i < blocks; i++) {
      free[i] = blocks - 1 - i;
    }
  }

  Region region() {
    return region;
  }

  SizeClass owner() {
    return owner;
  }

  boolean isFull() {
    return freeCount == 0;
  }

  boolean isEmpty() {
    return freeCount == free.length;
  }

  /** Returns the offset in bytes of a block that is now in use. */
  int take() {
    return free[--freeCount] * blockBytes;
  }

  void give(long offset) {
    free[freeCount++] = (int) (offset / blockBytes);
  }
}
