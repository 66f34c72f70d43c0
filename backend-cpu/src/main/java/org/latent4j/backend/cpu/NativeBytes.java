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
  protected void readElements(
      long at, long rowStride, long stride, int rows, int columns, Object array, int to) {
    ByteBuffer[] windows = open().asBytes();
    byte[] target = (byte[]) array;
    for (int column = 0; column < columns; column++) {
      long from = first() + at + column * stride;
      for (int row = 0; row < rows; ) {
        ByteBuffer window = windows[(int) (from >> SHIFT)];
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
    ByteBuffer[] windows = open().asBytes();
    byte[] source = (byte[]) array;
    for (int column = 0; column < columns; column++) {
      long to = first() + at + column * stride;
      for (int row = 0; row < rows; ) {
        ByteBuffer window = windows[(int) (to >> SHIFT)];
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
