package org.latent4j.backend.blas;

import org.jblas.NativeBlas;
import org.latent4j.backend.View;
import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/**
 * A product C = alpha A B + beta C of matrices in arrays.
 *
 * <p>jblas copies each array whole into native memory and the array of C whole back. So whoever
 * else wrote to that array in the meantime, be it another place of it, would have written in vain.
 * Therefore C is computed in an array of the calling thread, and its elements alone are copied to
 * their places, unless C fills its storage, in which case there is no other place.
 *
 * @param a where A is
 * @param b where B is
 * @param c where C is
 * @param whole the matrices
 */
record JblasProduct(ArrayStorage a, ArrayStorage b, ArrayStorage c, Product whole) {
  /** Takes one product of a batch; the factors change places where C lies column by column. */
  static JblasProduct of(View a, View b, View out, int index) {
    Product asked =
        new Product(
            Matrix.of(a.layout(), index),
            Matrix.of(b.layout(), index),
            Matrix.of(out.layout(), index));
    return asked.isByColumns()
        ? new JblasProduct(array(b), array(a), array(out), asked.transposed())
        : new JblasProduct(array(a), array(b), array(out), asked);
  }

  private static ArrayStorage array(View view) {
    return (ArrayStorage) view.storage();
  }

  /**
   * Computes the product or one cell of it.
   *
   * @param p the cell; none of its matrices is empty
   */
  void run(double alpha, Product p, double beta) {
    Scratch scratch = Scratch.ofThread();
    run(alpha, p, Factor.of(a, p.a(), scratch.a), Factor.of(b, p.b(), scratch.b), beta);
  }

  /** The same with factors that are ready. */
  void run(double alpha, Product p, Factor left, Factor right, double beta) {
    if (fills(p.c(), c)) {
      call(alpha, p, left, right, beta, c.array());
    } else {
      Object own =
          Scratch.ofThread().c.get(c.type(), Math.multiplyExact(p.c().rows(), p.c().columns()));
      if (beta != 0) {
        Factor.read(c, p.c(), own);
      }
      call(alpha, p, left, right, beta, own);
      Factor.write(own, c, p.c());
    }
  }

  private static boolean fills(Matrix matrix, ArrayStorage storage) {
    return (long) matrix.rows() * matrix.columns() == storage.length()
        && matrix.isRowMajor()
        && matrix.leading() == matrix.columns();
  }

  /** jblas counts by columns: the transposed C is the product of the transposed B and A. */
  private void call(double alpha, Product p, Factor left, Factor right, double beta, Object out) {
    int m = p.c().rows();
    int n = p.c().columns();
    int k = p.a().columns();
    if (c.type() == DataType.FLOAT32) {
      NativeBlas.sgemm(
          right.order(),
          left.order(),
          n,
          m,
          k,
          (float) alpha,
          (float[]) right.array(),
          right.offset(),
          right.leading(),
          (float[]) left.array(),
          left.offset(),
          left.leading(),
          (float) beta,
          (float[]) out,
          0,
          n);
    } else {
      NativeBlas.dgemm(
          right.order(),
          left.order(),
          n,
          m,
          k,
          alpha,
          (double[]) right.array(),
          right.offset(),
          right.leading(),
          (double[]) left.array(),
          left.offset(),
          left.leading(),
          beta,
          (double[]) out,
          0,
          n);
    }
  }
}
