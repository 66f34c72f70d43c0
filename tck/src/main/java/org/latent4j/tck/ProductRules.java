package org.latent4j.tck;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Scalar;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tck.Workspace.Operand;
import org.latent4j.tck.Workspace.Target;

/**
 * §4: matrix products. An element of alpha A B + beta C may be off by (8 sqrt(K) + 4) eps times the
 * same element of |alpha| |A| |B|, plus 4 eps times the result's parts, eps being half a unit of
 * the type. Rounding errors that are independent grow as the square root of K; the factor has room
 * for the equal terms of broadcast operands, which round the same way again and again.
 */
interface ProductRules extends BackendRules {

  /** M, K and N from 0, 1, 2, 7, 64, 65; two sizes at which backends change their algorithm. */
  @Test
  @DisplayName("§4.01 A product of any size agrees with the sum of products")
  default void productsOfAllSizes() {
    int[] extents = {0, 1, 2, 7, 64, 65};
    for (DataType type : Elements.FLOATING) {
      for (int m : extents) {
        for (int k : extents) {
          for (int n : extents) {
            new Product(type, m, k, n).require(backend());
          }
        }
      }
      new Product(type, 20, 784, 100).require(backend());
      new Product(type, 211, 257, 199).require(backend());
    }
  }

  /** All arrangements of A and B with all writable ones of the result. */
  @Test
  @DisplayName("§4.02 A product reads operands of any strides and writes results of any strides")
  default void productsOfAllLayouts() {
    int[][] extents = {{7, 5, 3}, {1, 65, 7}, {64, 1, 2}, {33, 65, 31}, {90, 100, 80}};
    for (DataType type : Elements.FLOATING) {
      for (int[] size : extents) {
        for (Arrangement a : Arrangement.values()) {
          for (Arrangement b : Arrangement.values()) {
            for (Arrangement out : Arrangement.WRITABLE) {
              Product product = new Product(type, size[0], size[1], size[2]);
              product.left = a;
              product.right = b;
              product.result = out;
              product.beta = 0.5;
              product.require(backend());
            }
          }
        }
      }
    }
  }

  /** Batches of 1, 3 and 0 matrices, in all arrangements; stride 0 repeats one matrix. */
  @Test
  @DisplayName("§4.03 A product of rank 3 multiplies the matrices of a batch one by one")
  default void batches() {
    for (DataType type : Elements.FLOATING) {
      for (int batch : new int[] {1, 3, 0}) {
        for (Arrangement a : Arrangement.values()) {
          for (Arrangement b : Arrangement.values()) {
            for (Arrangement out : Arrangement.WRITABLE) {
              Product product = new Product(type, 6, 9, 4);
              product.batch = batch;
              product.left = a;
              product.right = b;
              product.result = out;
              product.beta = -1;
              product.require(backend());
            }
          }
        }
      }
      Product large = new Product(type, 40, 70, 50);
      large.batch = 5;
      large.require(backend());
    }
  }

  /** NaN in the output must not survive; buffers are reused without being cleared. */
  @Test
  @DisplayName("§4.04 A product with beta 0 ignores NaN in its output")
  default void betaZeroIgnoresOutput() {
    for (DataType type : Elements.FLOATING) {
      for (int[] size : new int[][] {{7, 5, 3}, {64, 65, 66}, {2, 0, 3}}) {
        for (Arrangement out : Arrangement.WRITABLE) {
          Product product = new Product(type, size[0], size[1], size[2]);
          product.result = out;
          product.held = Double.NaN;
          product.require(backend());
        }
      }
    }
  }

  /** alpha is 1, -0.5 and 0; beta is 0, 1 and -2. */
  @Test
  @DisplayName("§4.05 A product is scaled by alpha and adds beta times what its output held")
  default void alphaAndBeta() {
    for (DataType type : Elements.FLOATING) {
      for (double alpha : new double[] {1, -0.5, 0}) {
        for (double beta : new double[] {0, 1, -2}) {
          for (int size : new int[] {3, 70}) {
            Product product = new Product(type, size, size + 1, size + 2);
            product.alpha = alpha;
            product.beta = beta;
            product.require(backend());
          }
        }
      }
    }
  }

  /** The view is of rank 0 and not at the start of its storage; its factor multiplies it. */
  @Test
  @DisplayName("§4.06 Alpha can be read from a view when the product runs")
  default void alphaFromView() {
    for (DataType type : Elements.FLOATING) {
      for (int size : new int[] {3, 70}) {
        Product product = new Product(type, size, size + 1, size + 2);
        product.alpha = -2;
        product.alphaView = 0.125;
        product.beta = 1;
        product.require(backend());
      }
    }
  }

  /** The sum of no products is 0, so beta times the output is left; beta 0 gives zeros. */
  @Test
  @DisplayName("§4.07 A product over an empty inner axis is beta times the output")
  default void emptyInnerAxis() {
    for (DataType type : Elements.FLOATING) {
      for (double beta : new double[] {0, 1, 0.5}) {
        Product product = new Product(type, 5, 0, 70);
        product.beta = beta;
        product.require(backend());
        product.batch = 2;
        product.require(backend());
      }
    }
  }

  /** NaN times 0 is NaN, infinity times 0 is NaN; other rows and columns stay clean. */
  @Test
  @DisplayName(
      "§4.08 NaN and infinity in an operand reach the rows and columns they belong to only")
  default void notFinite() {
    for (DataType type : Elements.FLOATING) {
      for (double culprit : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
        for (int size : new int[] {5, 70}) {
          Shape shape = Shape.of(size, size);
          double[] left = new double[size * size];
          double[] right = new double[size * size];
          Arrays.fill(left, 1);
          Arrays.fill(right, 1);
          left[2 * size + 3] = culprit; // row 2 of the result
          right[3 * size + 1] = 0; // meets the culprit in column 1
          try (Workspace work = new Workspace(backend())) {
            Operand a = work.operand(type, Layout.dense(shape), left);
            Operand b = work.operand(type, Layout.dense(shape), right);
            Target out = work.target(type, shape);
            backend().matmul(Scalar.ONE, a.view(), b.view(), 0, out.view());
            double[] expected = new double[size * size];
            Arrays.setAll(
                expected,
                i ->
                    i / size == 2
                        ? culprit * right[3 * size + i % size]
                        : size - 1 + right[3 * size + i % size]);
            Check.equal(
                expected, out.read(), i -> culprit + " in row 2 of A, " + type + " " + shape);
          }
        }
      }
    }
  }

  /** Operands by rows, by columns and cut out of larger ones; alpha is 0.5 and beta is 1. */
  @Test
  @DisplayName("§4.09 A product whose rows, columns or terms are many agrees in every layout")
  default void longExtents() {
    Arrangement[][] operands = {
      {Arrangement.DENSE, Arrangement.DENSE},
      {Arrangement.DENSE, Arrangement.TRANSPOSED},
      {Arrangement.TRANSPOSED, Arrangement.DENSE},
      {Arrangement.TRANSPOSED, Arrangement.TRANSPOSED},
      {Arrangement.SLICED, Arrangement.SLICED}
    };
    int[][] extents = {{17, 1301, 150}, {40, 130, 1103}, {1103, 60, 41}, {70, 701, 129}};
    for (DataType type : Elements.FLOATING) {
      for (int[] size : extents) {
        for (Arrangement[] pair : operands) {
          Product product = new Product(type, size[0], size[1], size[2]);
          product.left = pair[0];
          product.right = pair[1];
          product.alpha = 0.5;
          product.beta = 1;
          product.require(backend());
        }
      }
    }
  }

  /**
   * A backend may add up what a binary row chooses, so long as zero times infinity stays NaN. In
   * some matrices every row is binary, in others one number of many is not.
   */
  @Test
  @DisplayName("§4.12 A product of zeros and ones agrees, also where it meets infinity and NaN")
  default void binaryFactors() {
    double[] mixed = Samples.bits(412);
    mixed[700] = 0.5;
    int[][] extents = {{17, 20, 130}, {150, 131, 300}, {600, 37, 128}};
    for (int[] size : extents) {
      double[] notFinite = new double[size[1] * size[2]];
      Arrays.fill(notFinite, 0.25);
      notFinite[3 * size[2] + 1] = Double.NaN;
      notFinite[5 * size[2] + 2] = Double.POSITIVE_INFINITY;
      for (double[] left : new double[][] {Samples.bits(412), mixed}) {
        for (Arrangement arrangement : Arrangement.values()) {
          Product product = new Product(DataType.FLOAT32, size[0], size[1], size[2]);
          product.left = arrangement;
          product.leftNumbers = left;
          product.right = arrangement;
          product.alpha = -0.5;
          product.beta = 1;
          product.require(backend());
          product.right = Arrangement.DENSE;
          product.rightNumbers = notFinite;
          product.beta = 0;
          product.require(backend());
        }
      }
    }
  }
}
