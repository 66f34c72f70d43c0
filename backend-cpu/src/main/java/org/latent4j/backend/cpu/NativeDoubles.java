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
  protected void readElements(
      long at, long rowStride, long stride, int rows, int columns, Object array, int to) {
    DoubleBuffer[] windows = open().asDoubles();
    double[] target = (double[]) array;
    for (int column = 0; column < columns; column++) {
      long from = first() + at + column * stride;
      for (int row = 0; row < rows; ) {
        DoubleBuffer window = windows[(int) (from >> SHIFT)];
        int place = (int) (from & (WINDOW - 1));
        int end = row + inWindow(place, rowStride, rows - row, WINDOW);
        from += (end - row) * rowStride;
        for (int step = (int) rowStride; row < end; row++, place += step) {
          target[to + row * columns + column] = window.get(place);
        }
      }
    }
  }

  @Override
  protected void writeElements(
      long at, long rowStride, long stride, int rows, int columns, Object array, int from) {
    DoubleBuffer[] windows = open().asDoubles();
    double[] source = (double[]) array;
    for (int column = 0; column < columns; column++) {
      long to = first() + at + column * stride;
      for (int row = 0; row < rows; ) {
        DoubleBuffer window = windows[(int) (to >> SHIFT)];
        int place = (int) (to & (WINDOW - 1));
        int end = row + inWindow(place, rowStride, rows - row, WINDOW);
        to += (end - row) * rowStride;
        for (int step = (int) rowStride; row < end; row++, place += step) {
          window.put(place, source[from + row * columns + column]);
        }
      }
    }
  }
}
