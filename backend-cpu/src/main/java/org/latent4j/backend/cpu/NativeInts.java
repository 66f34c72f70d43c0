package org.latent4j.backend.cpu;

import java.nio.IntBuffer;
import org.latent4j.op.DataType;

/** Integers of 4 bytes in native memory. */
final class NativeInts extends NativeStorage {
  private static final int SHIFT = Region.WINDOW_SHIFT - 2;
  private static final int WINDOW = 1 << SHIFT;

  NativeInts(NativeBlock block, long length) {
    super(DataType.INT32, length, block);
  }

  @Override
  public void read(long at, Object array, int to, int count) {
    IntBuffer[] windows = open().asInts();
    long from = first() + at;
    for (int done = 0; done < count; ) {
      int start = (int) ((from + done) & (WINDOW - 1));
      int run = Math.min(count - done, WINDOW - start);
      windows[(int) ((from + done) >> SHIFT)].get(start, (int[]) array, to + done, run);
      done += run;
    }
  }

  @Override
  public void write(long at, Object array, int from, int count) {
    IntBuffer[] windows = open().asInts();
    long to = first() + at;
    for (int done = 0; done < count; ) {
      int start = (int) ((to + done) & (WINDOW - 1));
      int run = Math.min(count - done, WINDOW - start);
      windows[(int) ((to + done) >> SHIFT)].put(start, (int[]) array, from + done, run);
      done += run;
    }
  }

  @Override
  public void readStrided(long at, long stride, Object array, int to, int count) {
    IntBuffer[] windows = open().asInts();
    int[] target = (int[]) array;
    long from = first() + at;
    for (int i = 0; i < count; i++, from += stride) {
      target[to + i] = windows[(int) (from >> SHIFT)].get((int) (from & (WINDOW - 1)));
    }
  }

  @Override
  public void writeStrided(long at, long stride, Object array, int from, int count) {
    IntBuffer[] windows = open().asInts();
    int[] source = (int[]) array;
    long to = first() + at;
    for (int i = 0; i < count; i++, to += stride) {
      windows[(int) (to >> SHIFT)].put((int) (to & (WINDOW - 1)), source[from + i]);
    }
  }
}
