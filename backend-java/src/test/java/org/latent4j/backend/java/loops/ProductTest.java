package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProductTest {
  private static final int[][] SHAPES = {
    {1, 1, 1},
    {2, 3, 4},
    {1, 7, 65},
    {7, 1, 3},
    {5, 5, 5},
    {13, 64, 65},
    {20, 201, 513},
    {6, 199, 512},
    {7, 400, 30},
    {3, 1021, 7},
    {64, 65, 1021},
    {4, 0, 5}
  };

  private final FloatProduct floats = new FloatProduct();
  private final DoubleProduct doubles = new DoubleProduct();

  @Test
  void floatErrorIsBoundedByTheRootOfTheDepth() {
    Random random = new Random(5);
    for (int[] shape : SHAPES) {
      for (int variant = 0; variant < 8; variant++) {
        Case c = new Case(random, shape[0], shape[1], shape[2], variant);
        float[] a = floats(c.a);
        float[] b = floats(c.b);
        float[] out = floats(c.out);
        floats.multiply(
            (float) c.alpha,
            matrix(a, c.aOffset, c.rows, c.depth, c.aRow, c.aColumn),
            matrix(b, 1, c.depth, c.columns, c.bRow, c.bColumn),
            (float) c.beta,
            matrix(out, 2, c.rows, c.columns, c.outRow, c.outColumn));
        for (int i = 0; i < c.rows; i++) {
          for (int j = 0; j < c.columns; j++) {
            double got = out[2 + i * c.outRow + j * c.outColumn];
            double bound = 4 * Math.sqrt(c.depth + 1) * 0x1p-24 * c.magnitude(i, j);
            assertEquals(c.want(i, j), got, bound, Arrays.toString(shape) + " variant " + variant);
          }
        }
        c.requireNothingElseWritten(out);
      }
    }
  }

  @Test
  void doubleErrorIsBoundedByTheRootOfTheDepth() {
    Random random = new Random(6);
    for (int[] shape : SHAPES) {
      for (int variant = 0; variant < 8; variant++) {
        Case c = new Case(random, shape[0], shape[1], shape[2], variant);
        double[] out = c.out.clone();
        doubles.multiply(
            c.alpha,
            matrix(c.a, c.aOffset, c.rows, c.depth, c.aRow, c.aColumn),
            matrix(c.b, 1, c.depth, c.columns, c.bRow, c.bColumn),
            c.beta,
            matrix(out, 2, c.rows, c.columns, c.outRow, c.outColumn));
        for (int i = 0; i < c.rows; i++) {
          for (int j = 0; j < c.columns; j++) {
            double got = out[2 + i * c.outRow + j * c.outColumn];
            double bound = 4 * Math.sqrt(c.depth + 1) * 0x1p-53 * c.magnitude(i, j);
            assertEquals(c.want(i, j), got, bound, Arrays.toString(shape) + " variant " + variant);
          }
        }
      }
    }
  }

  @Test
  void thePartAnElementIsComputedWithDoesNotChangeItsBits() {
    int rows = 23;
    int depth = 450;
    int columns = 700;
    Random random = new Random(7);
    float[] a = random(random, rows * depth);
    float[] b = random(random, depth * columns);
    float[] whole = new float[rows * columns];
    float[] parts = new float[rows * columns];
    floats.multiply(
        1f,
        matrix(a, 0, rows, depth, depth, 1),
        matrix(b, 0, depth, columns, columns, 1),
        0f,
        matrix(whole, 0, rows, columns, columns, 1));
    for (int row = 0; row < rows; row += 5) {
      for (int column = 0; column < columns; column += 131) {
        int height = Math.min(rows - row, 5);
        int width = Math.min(columns - column, 131);
        new FloatProduct()
            .multiply(
                1f,
                matrix(a, row * depth, height, depth, depth, 1),
                matrix(b, column, depth, width, columns, 1),
                0f,
                matrix(parts, row * columns + column, height, width, columns, 1));
      }
    }
    assertArrayEquals(whole, parts);
  }

  @Test
  void betaZeroIgnoresWhatTheOutputHeld() {
    float[] out = {Float.NaN, Float.POSITIVE_INFINITY};
    floats.multiply(
        2f,
        matrix(new float[] {3}, 0, 1, 1, 1, 1),
        matrix(new float[] {4, 5}, 0, 1, 2, 2, 1),
        0f,
        matrix(out, 0, 1, 2, 2, 1));
    assertArrayEquals(new float[] {24, 30}, out);
  }

  @Test
  void nanAndInfinityAppearWhereTheyMust() {
    float[] a = {1, Float.NaN, 1, 1};
    float[] b = {1, 2, Float.POSITIVE_INFINITY, 3};
    float[] out = new float[4];
    floats.multiply(
        1f, matrix(a, 0, 2, 2, 2, 1), matrix(b, 0, 2, 2, 2, 1), 0f, matrix(out, 0, 2, 2, 2, 1));
    assertTrue(Float.isNaN(out[0]) && Float.isNaN(out[1]));
    assertEquals(Float.POSITIVE_INFINITY, out[2]);
    assertEquals(5f, out[3]);
  }

  private static FloatMatrix matrix(
      float[] array, int first, int rows, int columns, int down, int right) {
    FloatMatrix matrix = new FloatMatrix();
    matrix.set(array, first);
    matrix.shape(rows, columns, down, right);
    return matrix;
  }

  private static DoubleMatrix matrix(
      double[] array, int first, int rows, int columns, int down, int right) {
    DoubleMatrix matrix = new DoubleMatrix();
    matrix.set(array, first);
    matrix.shape(rows, columns, down, right);
    return matrix;
  }

  private static float[] random(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static float[] floats(double[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (float) values[i];
    }
    return result;
  }

  /** Random operands, exactly representable as floats; the variant says what is transposed. */
  private static final class Case {
    final int rows;
    final int depth;
    final int columns;
    final int aOffset = 3;
    final int aRow;
    final int aColumn;
    final int bRow;
    final int bColumn;
    final int outRow;
    final int outColumn;
    final double alpha;
    final double beta;
    final double[] a;
    final double[] b;
    final double[] out;

    Case(Random random, int rows, int depth, int columns, int variant) {
      this.rows = rows;
      this.depth = depth;
      this.columns = columns;
      boolean transposeA = (variant & 1) != 0;
      boolean transposeB = (variant & 2) != 0;
      boolean transposeOut = (variant & 4) != 0;
      aRow = transposeA ? 1 : depth + 2;
      aColumn = transposeA ? rows + 1 : 1;
      bRow = transposeB ? 2 : columns;
      bColumn = transposeB ? 2 * depth : 1;
      outRow = transposeOut ? 1 : columns + 3;
      outColumn = transposeOut ? rows + 2 : 1;
      alpha = variant % 3 == 0 ? 1 : -0.5;
      beta = variant % 4 == 3 ? 1 : variant % 4 == 2 ? 0.25 : 0;
      a = values(random, aOffset + rows * aRow + depth * aColumn);
      b = values(random, 1 + depth * bRow + columns * bColumn);
      out = values(random, 2 + rows * outRow + columns * outColumn);
    }

    private static double[] values(Random random, int n) {
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        values[i] = random.nextFloat() - 0.5f;
      }
      return values;
    }

    double want(int i, int j) {
      double sum = 0;
      for (int k = 0; k < depth; k++) {
        sum += a[aOffset + i * aRow + k * aColumn] * b[1 + k * bRow + j * bColumn];
      }
      return alpha * sum + (beta == 0 ? 0 : beta * out[2 + i * outRow + j * outColumn]);
    }

    /** The sizes of a row and a column multiplied, and of what the output held. */
    double magnitude(int i, int j) {
      double left = 0;
      double right = 0;
      for (int k = 0; k < depth; k++) {
        left += Math.pow(a[aOffset + i * aRow + k * aColumn], 2);
        right += Math.pow(b[1 + k * bRow + j * bColumn], 2);
      }
      return Math.sqrt(left * right) + Math.abs(out[2 + i * outRow + j * outColumn]);
    }

    void requireNothingElseWritten(float[] after) {
      boolean[] inside = new boolean[after.length];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          inside[2 + i * outRow + j * outColumn] = true;
        }
      }
      for (int p = 0; p < after.length; p++) {
        assertTrue(inside[p] || after[p] == (float) out[p], "written outside at " + p);
      }
    }
  }
}
