package org.latent4j.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.driver.Pinned;

/**
 * Copies between Java arrays and the device through page-locked memory: two halves, filled in turn,
 * so that filling one overlaps with copying the other, and that many small writes follow each other
 * without waiting. Not thread-safe: used under the device's lock.
 */
final class Transfers {
  static final int HALF = 4 << 20;
  private static final int ALIGNMENT = 16;

  private final Driver driver;
  private final Pinned memory;
  private final Driver.Handle[] copied = new Driver.Handle[2];
  private final boolean[] pending = new boolean[2];
  private int half;
  private int used;

  Transfers(Driver driver) {
    this.driver = driver;
    this.memory = driver.pin(2 * HALF);
    for (int i = 0; i < copied.length; i++) {
      copied[i] = driver.createEvent();
    }
  }

  /** Copies to the device; the array may be changed as soon as this returns. */
  void write(long address, Object array, int from, int count, int width) {
    int done = 0;
    while (done < count) {
      if (used + width > HALF) {
        turn();
      }
      int part = Math.min(count - done, (HALF - used) / width);
      int at = half * HALF + used;
      put(window(at, part * width), array, from + done, part);
      driver.upload(address + (long) done * width, memory, at, part * width);
      used = Math.min(HALF, (used + part * width + ALIGNMENT - 1) & -ALIGNMENT);
      done += part;
    }
  }

  /** Goes on to the other half, when it has been copied. */
  private void turn() {
    driver.record(copied[half]);
    pending[half] = true;
    half = 1 - half;
    used = 0;
    if (pending[half]) {
      driver.await(copied[half]);
      pending[half] = false;
    }
  }

  /**
   * Copies from the device when all queued work is done. Writes on their way out of the same memory
   * come first, since copies follow each other on the stream.
   */
  void read(long address, Object array, int to, int count, int width) {
    int most = 2 * HALF / width;
    for (int done = 0; done < count; done += most) {
      int part = Math.min(count - done, most);
      driver.download(memory, 0, address + (long) done * width, part * width);
      driver.synchronize();
      get(window(0, part * width), array, to + done, part);
    }
    pending[0] = false;
    pending[1] = false;
    used = 0;
  }

  private ByteBuffer window(int at, int bytes) {
    return memory.bytes().slice(at, bytes).order(ByteOrder.nativeOrder());
  }

  private static void put(ByteBuffer to, Object array, int from, int count) {
    if (array instanceof float[] floats) {
      to.asFloatBuffer().put(floats, from, count);
    } else if (array instanceof double[] doubles) {
      to.asDoubleBuffer().put(doubles, from, count);
    } else if (array instanceof int[] ints) {
      to.asIntBuffer().put(ints, from, count);
    } else {
      to.put((byte[]) array, from, count);
    }
  }

  private static void get(ByteBuffer from, Object array, int to, int count) {
    if (array instanceof float[] floats) {
      from.asFloatBuffer().get(floats, to, count);
    } else if (array instanceof double[] doubles) {
      from.asDoubleBuffer().get(doubles, to, count);
    } else if (array instanceof int[] ints) {
      from.asIntBuffer().get(ints, to, count);
    } else {
      from.get((byte[]) array, to, count);
    }
  }

  void close() {
    driver.unpin(memory);
    for (Driver.Handle event : copied) {
      driver.destroyEvent(event);
    }
  }
}
