package org.latent4j.backend.cpu;

import java.nio.ByteBuffer;
import org.latent4j.op.DataType;

/** Bytes in native memory. */
final class NativeBytes extends NativeStorage {
  private static final int SHIFT = Region.WINDOW_SHIFT;
  private static final int WINDOW = 1 << SHIFT;

  NativeBytes(NativeBlock block, long length) {
    super(DataType.UINT8, length, block);
  }

  @Override
  public void read(long at, Object array, int to, int count) {
    ByteBuffer[] windows = open().asBytes();
    long from = first() + at;
    for (int done = 0; done < count; ) {
      int start = (int) ((from + done) & (WINDOW - 1));
      int run = Math.min(count - done, WINDOW - start);
      windows[(int) ((from + done) >> SHIFT)].get(start, (byte[]) array, to + done, run);
      done += run;
    }
  }

  @Override
  public void write(long at, Object array, int from, int count) {
    ByteBuffer[] windows = open().asBytes();
    long to = first() + at;
    for (int done = 0; done < count; ) {
      int start = (int) ((to + done) & (WINDOW - 1));
      int run = Math.min(count - done, WINDOW - start);
      windows[(int) ((to + done) >> SHIFT)].put(start, (byte[]) array, from + done, run);
      done += run;
    }
  }

  @Override
  public void readStrided(long at, long stride, Object array, int to, int count) {
    ByteBuffer[] windows = open().asBytes();
    byte[] target = (byte[]) array;
    long from = first() + at;
    for (int i = 0; i < count; i++, from += stride) {
      target[to + i] = windows[(int) (from >> SHIFT)].get((int) (from & (WINDOW - 1)));
    }
  }

  @Override
  public void writeStrided(long at, long stride, Object array, int from, int count) {
    ByteBuffer[] windows = open().asBytes();
    byte[] source = (byte[]) array;
    long to = first() + at;
    for (int i = 0; i < count; i++, to += stride) {
      windows[(int) (to >> SHIFT)].put((int) (to & (WINDOW - 1)), source[from + i]);
    }
  }
}
