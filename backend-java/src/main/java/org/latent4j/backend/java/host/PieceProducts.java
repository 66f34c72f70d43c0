package org.latent4j.backend.java.host;

import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/**
 * How a backend multiplies one piece of a matrix product on the calling thread. With it, products
 * take part in the segments of a plan; without, each is run alone by {@code Backend.matmul}.
 */
public interface PieceProducts {
  /**
   * Says whether pieces of a product can be computed as the matrices lie in memory.
   *
   * @param type the type of all three matrices
   * @param product the whole product
   * @return false if {@code Backend.matmul} should compute it
   */
  boolean takes(DataType type, Product product);

  /**
   * Says whether a sum may be divided among threads. Its rounding then depends on how many threads
   * there are.
   *
   * @return true if it may
   */
  boolean dividesSums();

  /**
   * Computes C = alpha A B + beta C on the calling thread; if beta is 0, C is not read.
   *
   * @param type the type of all three matrices
   * @param term the product
   * @param beta the factor of C
   * @param c where C is; neither A nor B is there
   */
  void multiply(DataType type, Term term, double beta, HostStorage c);

  /**
   * One product of several that are added to the same C.
   *
   * @param alpha its factor
   * @param piece the product, not empty; all have the same C
   * @param whole what it is a piece of, with the same extents and strides for all threads
   * @param a where A is
   * @param b where B is
   */
  record Term(double alpha, Product piece, Product whole, HostStorage a, HostStorage b) {}

  /**
   * Computes C = alpha<sub>1</sub> A<sub>1</sub> B<sub>1</sub> + alpha<sub>2</sub> A<sub>2</sub>
   * B<sub>2</sub> + ... + beta C on the calling thread; if beta is 0, C is not read.
   *
   * @param type the type of all matrices
   * @param terms at least one
   * @param beta the factor of C
   * @param c where C is; no A or B is there
   */
  default void multiplyAll(DataType type, Term[] terms, double beta, HostStorage c) {
    for (int i = 0; i < terms.length; i++) {
      multiply(type, terms[i], i == 0 ? beta : 1, c);
    }
  }
}
