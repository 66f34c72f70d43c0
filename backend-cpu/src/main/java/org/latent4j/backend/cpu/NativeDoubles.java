package org.latent4j.backend.cpu;

import java.nio.DoubleBuffer;
import org.latent4j.op.DataType;

/** Numbers of 8 bytes in native memory. */
final class NativeDoubles extends NativeStorage {
  private static final int SHIFT = Region.WINDOW_SHIFT - 3;
  private static final int WINDOW = 1 << SHIFT;

  NativeDoubles(NativeBlock block, long length) {
    super(DataType.FLOAT64, length, block);
  }

  @Override
  public void read(long at, Object array, int to, int count) {
    DoubleBuffer[] windows = open().asDoubles();
    long from = first() + at;
    for (int done = 0; done < count; ) {
      int start = (int) ((from + done) & (WINDOW - 1));
      int run = Math.min(count - done, WINDOW - start);
      windows[(int) ((from + done) >> SHIFT)].get(start, (double[]) array, to + done, run);
      done += run;
    }
  }

  @Override
  public void write(long at, Object array, int from, int count) {
    DoubleBuffer[] windows = open().asDoubles();
    long to = first() + at;
    for (int done = 0; done < count; ) {
      int start = (int) ((to + done) & (WINDOW - 1));
      int run = Math.min(count - done, WINDOW - start);
      windows[(int) ((to + done) >> SHIFT)].put(start, (double[]) array, from + done, run);
      done += run;
    }
  }

  @Override
  public void readStrided(long at, long stride, Object array, int to, int count) {
    DoubleBuffer[] windows = open().asDoubles();
    double[] target = (double[]) array;
    long from = first() + at;
    for (int i = 0; i < count; i++, from += stride) {
      target[to + i] = windows[(int) (from >> SHIFT)].get((int) (from & (WINDOW - 1)));
    }
  }

  @Override
  public void writeStrided(long at, long stride, Object array, int from, int count) {
    DoubleBuffer[] windows = open().asDoubles();
    double[] source = (double[]) array;
    long to = first() + at;
    for (int i = 0; i < count; i++, to += stride) {
      windows[(int) (to >> SHIFT)].put((int) (to & (WINDOW - 1)), source[from + i]);
    }
  }
}
