package org.latent4j.backend.cpu;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Small blocks of one size, in slabs that come and go with the need for them. */
final class SizeClass {
  private static final int SLAB_BYTES = 1 << 16;
  private static final int FEWEST_BLOCKS = 16;

  private final int blockBytes;
  private final List<Slab> withRoom = new ArrayList<>();
  private final Set<Slab> slabs = new HashSet<>();
  private boolean closed;

  SizeClass(int blockBytes) {
    this.blockBytes = blockBytes;
  }

  synchronized NativeBlock take(NativeMemory memory, int bytes) {
    if (closed) {
      throw new IllegalStateException("cpu: the backend is closed");
    }
    if (withRoom.isEmpty()) {
      Slab slab = new Slab(this, blockBytes, Math.max(FEWEST_BLOCKS, SLAB_BYTES / blockBytes));
      slabs.add(slab);
      withRoom.add(slab);
    }
    Slab slab = withRoom.get(withRoom.size() - 1);
    int offset = slab.take();
    if (slab.isFull()) {
      withRoom.remove(withRoom.size() - 1);
    }
    return new NativeBlock(memory, slab, slab.region(), offset, bytes);
  }

  synchronized void give(NativeBlock block) {
    if (closed) {
      return;
    }
    Slab slab = block.slab;
    if (slab.isFull()) {
      withRoom.add(slab);
    }
    slab.give(block.offset);
    // The last slab with room stays, so that a single block taken and given back costs nothing.
    if (slab.isEmpty() && withRoom.size() > 1) {
      withRoom.remove(slab);
      slabs.remove(slab);
      slab.region().close();
    }
  }

  synchronized void close() {
    closed = true;
    for (Slab slab : slabs) {
      slab.region().close();
    }
    slabs.clear();
    withRoom.clear();
  }
}
