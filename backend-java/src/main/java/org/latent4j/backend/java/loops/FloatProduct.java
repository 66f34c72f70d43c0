package org.latent4j.backend.java.loops;

import java.util.Arrays;

/**
 * Products of {@code float} matrices by blocks. An instance holds the packed panel of the right
 * factor and serves one thread.
 *
 * <p>The kernel adds five rows of the right factor, times a number of the left one each, to a row
 * of sums. Java 17 vectorises that loop, and none that is larger: not with a second row of sums,
 * nor with fused multiply-adds. A panel of the right factor lies in the L2 cache, row by row in
 * arrays of their own, because the loop may use one index only; five rows of it and the sums for a
 * group of rows of the result stay in L1.
 *
 * <p>How a number of the result is rounded depends on the depth of the product alone: not on what
 * part of a larger one it is computed with, nor on the thread.
 */
public final class FloatProduct {
  /** Columns of the panel: the longer, the better the loop's run-in is amortised. */
  public static final int WIDTH = 512;

  /** Rows of the right factor that the kernel takes at once. */
  private static final int STEP = 5;

  /** Rows of the panel: sums are rounded in blocks of so many. */
  static final int DEPTH = 40 * STEP;

  /** Rows of the result that share five rows of the panel while those are in L1. */
  private static final int GROUP = 9;

  private final AlignedArrays arrays = new AlignedArrays();
  private final float[][] panel = new float[DEPTH][];
  private final float[][] sums = new float[GROUP][];
  private final float[] held;

  /** Allocates the panel: 400 kB. */
  public FloatProduct() {
    Arrays.setAll(panel, unused -> arrays.floats(WIDTH));
    Arrays.setAll(sums, unused -> arrays.floats(WIDTH));
    held = arrays.floats(WIDTH);
  }

  /**
   * Says whether a new instance would be faster.
   *
   * @return whether a collection of garbage has moved the panel to where loops are slower
   */
  public boolean hasMoved() {
    return arrays.haveMoved();
  }

  /**
   * Computes out = alpha a b + beta out.
   *
   * @param alpha the factor of the product
   * @param a the left factor [M, K]; if K is 0 the product is zero
   * @param b the right factor [K, N]
   * @param beta the factor of what {@code out} held, which is not read if {@code beta} is 0
   * @param out [M, N], receives the result; must not share elements with {@code a} or {@code b}
   */
  public void multiply(float alpha, FloatMatrix a, FloatMatrix b, float beta, FloatMatrix out) {
    int depth = a.columns;
    for (int column = 0; column < out.columns; column += WIDTH) {
      int width = Math.min(WIDTH, out.columns - column);
      int from = 0;
      do {
        int count = Math.min(DEPTH, depth - from);
        pack(b, from, count, column, width);
        float keep = from == 0 ? beta : 1f;
        for (int row = 0; row < out.rows; row += GROUP) {
          int rows = Math.min(GROUP, out.rows - row);
          sum(a, row, rows, from, count, AlignedArrays.floatsToEndOfLine(width));
          for (int i = 0; i < rows; i++) {
            store(alpha, sums[i], keep, out, row + i, column, width);
          }
        }
        from += count;
      } while (from < depth);
    }
  }

  /** sums = some rows of a[.., from .. from + count) times the panel. */
  private void sum(FloatMatrix a, int row, int rows, int from, int count, int width) {
    for (int i = 0; i < rows; i++) {
      Arrays.fill(sums[i], 0, width, 0f);
    }
    float[] data = a.data;
    int step = a.columnStride;
    int k = 0;
    for (; k + STEP <= count; k += STEP) {
      for (int i = 0; i < rows; i++) {
        int at = a.at(row + i, from + k);
        float a0 = data[at];
        float a1 = data[at + step];
        float a2 = data[at + 2 * step];
        float a3 = data[at + 3 * step];
        float a4 = data[at + 4 * step];
        accumulate(sums[i], k, a0, a1, a2, a3, a4, width);
      }
    }
    if (k < count) {
      sumRest(a, row, rows, from + k, k, count - k, width);
    }
  }

  /** The last one to four rows; the panel goes on with zeros. */
  private void sumRest(FloatMatrix a, int row, int rows, int from, int k, int rest, int width) {
    float[] data = a.data;
    int step = a.columnStride;
    for (int i = 0; i < rows; i++) {
      int at = a.at(row + i, from);
      float a0 = data[at];
      float a1 = rest > 1 ? data[at + step] : 0f;
      float a2 = rest > 2 ? data[at + 2 * step] : 0f;
      float a3 = rest > 3 ? data[at + 3 * step] : 0f;
      accumulate(sums[i], k, a0, a1, a2, a3, 0f, width);
    }
  }

  private void accumulate(
      float[] sum, int k, float a0, float a1, float a2, float a3, float a4, int n) {
    float[] b0 = panel[k];
    float[] b1 = panel[k + 1];
    float[] b2 = panel[k + 2];
    float[] b3 = panel[k + 3];
    float[] b4 = panel[k + 4];
    for (int j = 0; j < n; j++) {
      sum[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j] + a4 * b4[j];
    }
  }

  private void pack(FloatMatrix b, int from, int count, int column, int width) {
    if (b.columnStride == 1) {
      for (int k = 0; k < count; k++) {
        System.arraycopy(b.data, b.at(from + k, column), panel[k], 0, width);
      }
    } else {
      packTransposed(b, from, count, column, width);
    }
    for (int k = count; k % STEP != 0; k++) {
      Arrays.fill(panel[k], 0, width, 0f);
    }
  }

  /** Eight rows at a time, so that a cache line of a transposed matrix is used when it is there. */
  private void packTransposed(FloatMatrix b, int from, int count, int column, int width) {
    float[] data = b.data;
    int step = b.columnStride;
    int next = b.rowStride;
    int k = 0;
    for (; k + 7 < count; k += 8) {
      packEight(data, b.at(from + k, column), next, step, k, width);
    }
    for (; k < count; k++) {
      float[] row = panel[k];
      int p = b.at(from + k, column);
      for (int j = 0; j < width; j++, p += step) {
        row[j] = data[p];
      }
    }
  }

  private void packEight(float[] data, int at, int next, int step, int k, int width) {
    float[] row0 = panel[k];
    float[] row1 = panel[k + 1];
    float[] row2 = panel[k + 2];
    float[] row3 = panel[k + 3];
    float[] row4 = panel[k + 4];
    float[] row5 = panel[k + 5];
    float[] row6 = panel[k + 6];
    float[] row7 = panel[k + 7];
    int p = at;
    for (int j = 0; j < width; j++, p += step) {
      row0[j] = data[p];
      row1[j] = data[p + next];
      row2[j] = data[p + 2 * next];
      row3[j] = data[p + 3 * next];
      row4[j] = data[p + 4 * next];
      row5[j] = data[p + 5 * next];
      row6[j] = data[p + 6 * next];
      row7[j] = data[p + 7 * next];
    }
  }

  /** A row of out = alpha sums + keep out. */
  private void store(
      float alpha, float[] sum, float keep, FloatMatrix out, int row, int column, int width) {
    int toEndOfLine = AlignedArrays.floatsToEndOfLine(width);
    if (alpha != 1f) {
      for (int j = 0; j < toEndOfLine; j++) {
        sum[j] *= alpha;
      }
    }
    int at = out.at(row, column);
    if (keep != 0f) {
      add(keep, out, at, sum, width);
    }
    int step = out.columnStride;
    if (step == 1) {
      System.arraycopy(sum, 0, out.data, at, width);
    } else {
      for (int j = 0; j < width; j++, at += step) {
        out.data[at] = sum[j];
      }
    }
  }

  /** sum += keep out, by way of a copy, because a loop with two indices would not be vectorised. */
  private void add(float keep, FloatMatrix out, int at, float[] sum, int width) {
    int step = out.columnStride;
    if (step == 1) {
      System.arraycopy(out.data, at, held, 0, width);
    } else {
      int p = at;
      for (int j = 0; j < width; j++, p += step) {
        held[j] = out.data[p];
      }
    }
    float[] values = held;
    int toEndOfLine = AlignedArrays.floatsToEndOfLine(width);
    for (int j = 0; j < toEndOfLine; j++) {
      sum[j] += keep * values[j];
    }
  }
}
