package org.latent4j.backend.cpu;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.latent4j.op.DataType;

/**
 * Gives out zeroed native memory: large blocks have a {@link Region} each, small ones share one.
 *
 * <p>Why share: a rank-0 number or a random key is 4 or 8 bytes, and making it a region of its own
 * would take some microseconds and several Java objects with a finalising thread behind them. A
 * place in a shared region is taken and given back in a fraction of a microsecond. Blocks of one
 * size class lie together, so nothing is ever fragmented, and a region none of whose blocks is in
 * use goes back to ND4J, except the last of its class.
 *
 * <p>Thread-safe.
 */
final class NativeMemory implements AutoCloseable {
  /**
   * Every memory that is open, and through it every region in use. ND4J frees buffers that the
   * garbage collector finds unreachable; this keeps it from doing so while a loop or OpenBLAS,
   * which know addresses only, is at work on one. Nothing is freed but by closing it.
   */
  private static final Set<NativeMemory> OPEN = ConcurrentHashMap.newKeySet();

  private static final int SMALLEST_SHIFT = 6;
  private static final int LARGEST_SHIFT = 16;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << LARGEST_SHIFT);

  private final SizeClass[] classes = new SizeClass[LARGEST_SHIFT - SMALLEST_SHIFT + 1];
  private final Set<Region> large = ConcurrentHashMap.newKeySet();
  private final AtomicLong inUse = new AtomicLong();
  private volatile boolean closed;

  NativeMemory() {
    OPEN.add(this);
    for (int i = 0; i < classes.length; i++) {
      classes[i] = new SizeClass(1 << (SMALLEST_SHIFT + i));
    }
  }

  /**
   * Takes memory filled with zeros.
   *
   * @param bytes at least 0
   * @throws OutOfMemoryError if there is no room
   */
  NativeBlock allocate(long bytes) {
    NativeBlock block = bytes > (1 << LARGEST_SHIFT) ? largeBlock(bytes) : smallBlock((int) bytes);
    inUse.addAndGet(bytes);
    return block;
  }

  /**
   * Makes a storage of zeros.
   *
   * @throws OutOfMemoryError if there is no room
   */
  NativeStorage storage(DataType type, long length) {
    return NativeStorage.of(type, length, allocate(length * type.bytes()));
  }

  private NativeBlock largeBlock(long bytes) {
    Region region = new Region(bytes);
    large.add(region);
    if (closed) {
      large.remove(region);
      region.close();
      throw new IllegalStateException("cpu: the backend is closed");
    }
    return new NativeBlock(this, null, region, 0, bytes);
  }

  private NativeBlock smallBlock(int bytes) {
    int shift = 32 - Integer.numberOfLeadingZeros(Math.max(1 << SMALLEST_SHIFT, bytes) - 1);
    NativeBlock block = classes[shift - SMALLEST_SHIFT].take(this, bytes);
    block.region.asBytes()[0].put((int) block.offset, ZEROS, 0, bytes);
    return block;
  }

  /** Called once by each block. */
  void free(NativeBlock block) {
    if (block.slab != null) {
      block.slab.owner().give(block);
    } else if (large.remove(block.region)) {
      block.region.close();
    }
    inUse.addAndGet(-block.bytes);
  }

  /** Returns the bytes that have been asked for and not been given back. */
  long bytesInUse() {
    return inUse.get();
  }

  /** Frees everything, blocks in use included: using one afterwards throws. */
  @Override
  public void close() {
    closed = true;
    OPEN.remove(this);
    for (SizeClass sizeClass : classes) {
      sizeClass.close();
    }
    for (Region region : List.copyOf(large)) {
      if (large.remove(region)) {
        region.close();
      }
    }
  }
}
