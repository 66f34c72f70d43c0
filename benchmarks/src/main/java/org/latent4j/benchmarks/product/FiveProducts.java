package org.latent4j.benchmarks.product;

import java.util.List;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.benchmarks.rbm.RbmSize;

/**
 * The products of a CD-1 step, all matrices dense and row-major, FLOAT32:
 *
 * <pre>
 * h0 = v0 W        [B, H]     overwrites
 * v1 = h0 W'       [B, V]     overwrites
 * h1 = v1 W        [B, H]     overwrites
 * W  = W + r v0' h0           accumulates
 * W  = W - r v1' h1           accumulates
 * </pre>
 */
interface FiveProducts extends AutoCloseable {
  /** An r so small that W keeps its size however often the products are made. */
  float SMALL_RATE = 1e-12f;

  /** Makes all five, one after the other. */
  void multiply();

  /** Returns h1 [B, H], row by row, which depends on the first three products. */
  float[] hidden();

  /** Returns W [V, H], row by row. */
  float[] weights();

  @Override
  void close();

  /**
   * One of the five.
   *
   * @param product where its matrices lie in their arrays
   * @param a the number of the first factor's array: 0 for W, then v0, h0, v1, h1
   * @param b the number of the second factor's array
   * @param c the number of the result's array
   * @param alpha the factor of the product
   * @param beta the factor of what the result's array held
   */
  record Item(Product product, int a, int b, int c, float alpha, float beta) {}

  /** Lists the five in their order, with the rate r. */
  static List<Item> items(RbmSize size, float rate) {
    Matrix w = Matrix.dense(size.visible(), size.hidden());
    Matrix v = Matrix.dense(size.batch(), size.visible());
    Matrix h = Matrix.dense(size.batch(), size.hidden());
    return List.of(
        new Item(new Product(v, w, h), 1, 0, 2, 1, 0),
        new Item(new Product(h, w.transposed(), v), 2, 0, 3, 1, 0),
        new Item(new Product(v, w, h), 3, 0, 4, 1, 0),
        new Item(new Product(v.transposed(), h, w), 1, 2, 0, rate, 1),
        new Item(new Product(v.transposed(), h, w), 3, 4, 0, -rate, 1));
  }

  /** Makes the five arrays, in the order of their numbers. */
  static List<float[]> arrays(RbmSize size) {
    return List.of(
        Operands.weights(size),
        Operands.data(size),
        new float[size.batch() * size.hidden()],
        new float[size.batch() * size.visible()],
        new float[size.batch() * size.hidden()]);
  }
}
