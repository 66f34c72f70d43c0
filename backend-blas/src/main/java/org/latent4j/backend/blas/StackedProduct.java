package org.latent4j.backend.blas;

import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.host.PieceProducts.Term;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/**
 * Several products that are added to the same C, as one: the sum of A<sub>i</sub><sup>T</sup>
 * B<sub>i</sub> is A<sup>T</sup> B, where A has the rows of all A<sub>i</sub> one below the other,
 * and B likewise. jblas copies C into native memory and back at every call, and C, the weights, is
 * larger than all rows of the minibatches.
 */
final class StackedProduct {
  private final DataType type;
  private final Term[] terms;
  private final int depth;

  StackedProduct(DataType type, Term[] terms) {
    this.type = type;
    this.terms = terms;
    int sum = 0;
    for (Term term : terms) {
      sum += term.piece().a().columns();
    }
    this.depth = sum;
  }

  /** Whether there is more than one product, with rows to put below each other and a larger C. */
  static boolean takes(Term[] terms) {
    long stacked = 0;
    for (Term term : terms) {
      Product p = term.piece();
      if (!p.a().transposed().isRowMajor() || !p.b().isRowMajor()) {
        return false;
      }
      stacked += (long) p.a().columns() * (p.c().rows() + p.c().columns());
    }
    Matrix c = terms[0].piece().c();
    return terms.length > 1 && stacked <= (long) c.rows() * c.columns();
  }

  void run(double beta, ArrayStorage c) {
    Matrix target = terms[0].piece().c();
    int m = target.rows();
    int n = target.columns();
    Scratch scratch = Scratch.ofThread();
    Object left = scratch.a.get(type, Math.multiplyExact(depth, m));
    Object right = scratch.b.get(type, Math.multiplyExact(depth, n));
    int row = 0;
    for (Term term : terms) {
      Matrix a = term.piece().a().transposed();
      Matrix b = term.piece().b();
      Factor.read((ArrayStorage) term.a(), a, left, row * m);
      Factor.read((ArrayStorage) term.b(), b, right, row * n);
      scale(right, row * n, b.rows() * n, term.alpha());
      row += a.rows();
    }
    Matrix stackedA = Matrix.dense(depth, m).transposed();
    Product stacked = new Product(stackedA, Matrix.dense(depth, n), target);
    new JblasProduct(c, c, c, stacked)
        .run(1, stacked, new Factor(left, 0, m, 'T'), new Factor(right, 0, n, 'N'), beta);
  }

  private static void scale(Object array, int from, int count, double by) {
    if (array instanceof float[] floats) {
      float factor = (float) by;
      for (int i = from; i < from + count; i++) {
        floats[i] *= factor;
      }
    } else {
      double[] doubles = (double[]) array;
      for (int i = from; i < from + count; i++) {
        doubles[i] *= by;
      }
    }
  }
}
