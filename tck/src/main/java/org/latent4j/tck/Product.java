package org.latent4j.tck;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Scalar;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tck.Workspace.Operand;
import org.latent4j.tck.Workspace.Target;

/** One matrix product that a backend is to compute, and what it should be. */
final class Product {
  private final DataType type;
  private final int m;
  private final int k;
  private final int n;

  /** The number of matrices; negative for operands of rank 2. */
  int batch = -1;

  Arrangement left = Arrangement.DENSE;
  Arrangement right = Arrangement.DENSE;
  Arrangement result = Arrangement.DENSE;
  double alpha = 1;

  /** What the view of alpha holds; NaN for none. */
  double alphaView = Double.NaN;

  double beta;

  /** What the left factor holds, over and over; null for numbers of all sorts. */
  double @Nullable [] leftNumbers;

  /** What the right factor holds, over and over; null for numbers of all sorts. */
  double @Nullable [] rightNumbers;

  /** What the output holds before, in every element; infinity for different numbers. */
  double held = Double.POSITIVE_INFINITY;

  Product(DataType type, int m, int k, int n) {
    this.type = type;
    this.m = m;
    this.k = k;
    this.n = n;
  }

  void require(Backend backend) {
    try (Workspace work = new Workspace(backend)) {
      double[] inLeft = leftNumbers == null ? Samples.moderate(type, 401) : leftNumbers;
      double[] inRight = rightNumbers == null ? Samples.moderate(type, 402) : rightNumbers;
      Operand a = work.operand(type, left.layout(shape(m, k)), inLeft);
      Operand b = work.operand(type, right.layout(shape(k, n)), inRight);
      double[] before = Double.isInfinite(held) ? Samples.moderate(type, 403) : new double[] {held};
      Target out = work.target(type, result.layout(shape(m, n))).holding(before);
      Scalar factor =
          Double.isNaN(alphaView)
              ? Scalar.of(alpha)
              : new Scalar(alpha, work.number(type, alphaView).view());
      backend.matmul(factor, a.view(), b.view(), beta, out.view());
      requireResult(a.numbers(), b.numbers(), before, out.read());
    }
  }

  private Shape shape(int rows, int columns) {
    return batch < 0 ? Shape.of(rows, columns) : Shape.of(batch, rows, columns);
  }

  private void requireResult(double[] a, double[] b, double[] before, double[] actual) {
    double eps = type == DataType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    double scale = Double.isNaN(alphaView) ? alpha : alpha * alphaView;
    double[] expected = new double[actual.length];
    double[] bounds = new double[actual.length];
    double[] sums = new double[n];
    double[] sizes = new double[n];
    for (int row = 0; row < (n == 0 ? 0 : actual.length / n); row++) {
      sumProducts(a, b, row, sums, sizes);
      for (int j = 0; j < n; j++) {
        int i = row * n + j;
        double addend = beta == 0 ? 0 : beta * before[i % before.length];
        expected[i] = scale * sums[j] + addend;
        bounds[i] =
            eps
                * (Accuracy.productUnits(k) * Math.abs(scale) * sizes[j]
                    + 4 * (Math.abs(addend) + Math.abs(expected[i])));
      }
    }
    Check.near(type, expected, i -> bounds[i], actual, unused -> toString());
  }

  /** One row of A B and of |A| |B|; rows are counted through the batch. */
  private void sumProducts(double[] a, double[] b, int row, double[] sums, double[] sizes) {
    Arrays.fill(sums, 0);
    Arrays.fill(sizes, 0);
    for (int p = 0; p < k; p++) {
      double factor = a[row * k + p];
      int from = (row / m * k + p) * n;
      for (int j = 0; j < n; j++) {
        double term = factor * b[from + j];
        sums[j] += term;
        sizes[j] += Math.abs(term);
      }
    }
  }

  @Override
  public String toString() {
    String factor = Double.isNaN(alphaView) ? "" : " * view of " + alphaView;
    return alpha
        + factor
        + " "
        + type
        + " "
        + shape(m, k)
        + " "
        + left
        + " x "
        + shape(k, n)
        + " "
        + right
        + " + "
        + beta
        + " * "
        + result;
  }
}
