package org.latent4j.backend.cuda.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/** Native memory between two zones that no kernel may touch. */
final class EmulatedStorage implements Storage {
  private static final int GUARD = 256;
  private static final byte UNTOUCHED = (byte) 0xff;

  private final DataType type;
  private final long length;
  private long memory;

  EmulatedStorage(DataType type, long length) {
    this.type = type;
    this.length = length;
    memory = Emulator.allocate(bytes() + 2 * GUARD);
    ByteBuffer all = buffer(0, 2 * GUARD + Math.toIntExact(bytes()));
    for (int i = 0; i < GUARD; i++) {
      all.put(i, UNTOUCHED);
      all.put(all.capacity() - 1 - i, UNTOUCHED);
    }
    byte[] zeros = new byte[Math.toIntExact(bytes())];
    all.put(GUARD, zeros);
  }

  private long bytes() {
    return length * type.bytes();
  }

  private ByteBuffer buffer(long from, long size) {
    return Emulator.buffer(memory + from, size).order(ByteOrder.nativeOrder());
  }

  synchronized long address() {
    requireOpen();
    return memory + GUARD;
  }

  private void requireOpen() {
    if (memory == 0) {
      throw new IllegalStateException("storage: it is closed");
    }
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public synchronized long length() {
    requireOpen();
    return length;
  }

  synchronized void write(long at, Object array, int from, int count) {
    requireOpen();
    ByteBuffer part = buffer(GUARD + at * type.bytes(), (long) count * type.bytes());
    switch (type) {
      case FLOAT32 -> part.asFloatBuffer().put((float[]) array, from, count);
      case FLOAT64 -> part.asDoubleBuffer().put((double[]) array, from, count);
      case INT32 -> part.asIntBuffer().put((int[]) array, from, count);
      case UINT8 -> part.put((byte[]) array, from, count);
    }
  }

  synchronized void read(long at, Object array, int to, int count) {
    requireOpen();
    requireUntouchedGuards();
    ByteBuffer part = buffer(GUARD + at * type.bytes(), (long) count * type.bytes());
    switch (type) {
      case FLOAT32 -> part.asFloatBuffer().get((float[]) array, to, count);
      case FLOAT64 -> part.asDoubleBuffer().get((double[]) array, to, count);
      case INT32 -> part.asIntBuffer().get((int[]) array, to, count);
      case UINT8 -> part.get((byte[]) array, to, count);
    }
  }

  private void requireUntouchedGuards() {
    ByteBuffer all = buffer(0, 2 * GUARD + bytes());
    for (int i = 0; i < GUARD; i++) {
      if (all.get(i) != UNTOUCHED || all.get(all.capacity() - 1 - i) != UNTOUCHED) {
        throw new AssertionError("a kernel wrote outside of a storage of " + length + " " + type);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (memory != 0) {
      requireUntouchedGuards();
      Emulator.free(memory);
      memory = 0;
    }
  }
}
