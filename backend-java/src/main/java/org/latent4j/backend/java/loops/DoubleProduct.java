package org.latent4j.backend.java.loops;

import java.util.Arrays;

/**
 * Products of {@code double} matrices by blocks. An instance holds the packed panel of the right
 * factor and serves one thread.
 *
 * <p>The kernel adds three rows of the right factor, times three by three numbers of the left one,
 * to three rows of sums. Java 17 vectorises that loop, and hardly a larger one: 3 x 4 or fused
 * multiply-adds are four times slower. A panel of the right factor lies in the L2 cache, row by row
 * in arrays of their own, because the loop may use one index only; the three rows of sums stay in
 * L1.
 *
 * <p>How a number of the result is rounded depends on the depth of the product alone: not on the
 * block it lies in, nor on the thread.
 */
public final class DoubleProduct {
  /** Columns of the panel: the longer, the better the loop's run-in is amortised. */
  public static final int WIDTH = 512;

  /** Rows of the panel: sums are rounded in blocks of so many. A multiple of three. */
  static final int DEPTH = 192;

  private static final int ROWS = 3;

  private final double[][] panel = new double[DEPTH][WIDTH];
  private final double[] sum0 = new double[WIDTH];
  private final double[] sum1 = new double[WIDTH];
  private final double[] sum2 = new double[WIDTH];

  /** Allocates the panel: 800 kB. */
  public DoubleProduct() {}

  /**
   * Computes a block of out = alpha a b + beta out.
   *
   * @param alpha the factor of the product
   * @param a the left factor [M, depth]
   * @param b the right factor [depth, N]
   * @param depth the common dimension; with 0 the product is zero
   * @param beta the factor of what {@code out} held, which is not read if {@code beta} is 0
   * @param out receives the result; must not share elements with {@code a} or {@code b}
   * @param block which rows and columns of {@code out} to compute
   */
  public void multiply(
      double alpha,
      DoubleMatrix a,
      DoubleMatrix b,
      int depth,
      double beta,
      DoubleMatrix out,
      ProductBlock block) {
    for (int column = block.columnFrom(); column < block.columnTo(); column += WIDTH) {
      int width = Math.min(WIDTH, block.columnTo() - column);
      int from = 0;
      do {
        int count = Math.min(DEPTH, depth - from);
        pack(b, from, count, column, width);
        double keep = from == 0 ? beta : 1;
        for (int row = block.rowFrom(); row < block.rowTo(); row += ROWS) {
          int rows = Math.min(ROWS, block.rowTo() - row);
          sum(a, row, rows, from, count, width);
          store(alpha, sum0, keep, out, row, column, width);
          if (rows > 1) {
            store(alpha, sum1, keep, out, row + 1, column, width);
          }
          if (rows > 2) {
            store(alpha, sum2, keep, out, row + 2, column, width);
          }
        }
        from += count;
      } while (from < depth);
    }
  }

  /** sum0 .. sum2 = rows of a[.., from .. from + count) times the panel. */
  private void sum(DoubleMatrix a, int row, int rows, int from, int count, int width) {
    Arrays.fill(sum0, 0, width, 0);
    Arrays.fill(sum1, 0, width, 0);
    Arrays.fill(sum2, 0, width, 0);
    double[] data = a.data;
    int step = a.columnStride;
    int p = a.at(row, from);
    // A missing row is replaced by the first one; its sums are not used.
    int q = rows > 1 ? p + a.rowStride : p;
    int r = rows > 2 ? p + 2 * a.rowStride : p;
    int k = 0;
    for (; k + 2 < count; k += 3) {
      accumulate(
          sum0,
          sum1,
          sum2,
          panel[k],
          panel[k + 1],
          panel[k + 2],
          data[p],
          data[p + step],
          data[p + 2 * step],
          data[q],
          data[q + step],
          data[q + 2 * step],
          data[r],
          data[r + step],
          data[r + 2 * step],
          width);
      p += 3 * step;
      q += 3 * step;
      r += 3 * step;
    }
    if (k < count) {
      // The panel's missing rows are zeros.
      boolean two = k + 1 < count;
      accumulate(
          sum0,
          sum1,
          sum2,
          panel[k],
          panel[k + 1],
          panel[k + 2],
          data[p],
          two ? data[p + step] : 0,
          0,
          data[q],
          two ? data[q + step] : 0,
          0,
          data[r],
          two ? data[r + step] : 0,
          0,
          width);
    }
  }

  private static void accumulate(
      double[] c0,
      double[] c1,
      double[] c2,
      double[] b0,
      double[] b1,
      double[] b2,
      double a00,
      double a01,
      double a02,
      double a10,
      double a11,
      double a12,
      double a20,
      double a21,
      double a22,
      int n) {
    for (int j = 0; j < n; j++) {
      double x = b0[j];
      double y = b1[j];
      double z = b2[j];
      c0[j] += a00 * x + a01 * y + a02 * z;
      c1[j] += a10 * x + a11 * y + a12 * z;
      c2[j] += a20 * x + a21 * y + a22 * z;
    }
  }

  private void pack(DoubleMatrix b, int from, int count, int column, int width) {
    if (b.columnStride == 1) {
      for (int k = 0; k < count; k++) {
        System.arraycopy(b.data, b.at(from + k, column), panel[k], 0, width);
      }
    } else {
      packTransposed(b, from, count, column, width);
    }
    for (int k = count; k % 3 != 0; k++) {
      Arrays.fill(panel[k], 0, width, 0);
    }
  }

  /** Eight rows at a time, so that a cache line of a transposed matrix is used when it is there. */
  private void packTransposed(DoubleMatrix b, int from, int count, int column, int width) {
    double[] data = b.data;
    int step = b.columnStride;
    int next = b.rowStride;
    int k = 0;
    for (; k + 7 < count; k += 8) {
      packEight(data, b.at(from + k, column), next, step, k, width);
    }
    for (; k < count; k++) {
      double[] row = panel[k];
      int p = b.at(from + k, column);
      for (int j = 0; j < width; j++, p += step) {
        row[j] = data[p];
      }
    }
  }

  private void packEight(double[] data, int at, int next, int step, int k, int width) {
    double[] row0 = panel[k];
    double[] row1 = panel[k + 1];
    double[] row2 = panel[k + 2];
    double[] row3 = panel[k + 3];
    double[] row4 = panel[k + 4];
    double[] row5 = panel[k + 5];
    double[] row6 = panel[k + 6];
    double[] row7 = panel[k + 7];
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
  private static void store(
      double alpha, double[] sums, double keep, DoubleMatrix out, int row, int column, int width) {
    if (alpha != 1) {
      for (int j = 0; j < width; j++) {
        sums[j] *= alpha;
      }
    }
    double[] data = out.data;
    int at = out.at(row, column);
    int step = out.columnStride;
    if (keep == 0 && step == 1) {
      System.arraycopy(sums, 0, data, at, width);
    } else if (keep == 0) {
      for (int j = 0; j < width; j++, at += step) {
        data[at] = sums[j];
      }
    } else if (step == 1) {
      for (int j = 0; j < width; j++) {
        data[at + j] = sums[j] + keep * data[at + j];
      }
    } else {
      for (int j = 0; j < width; j++, at += step) {
        data[at] = sums[j] + keep * data[at];
      }
    }
  }
}
