package org.latent4j.backend.blas;

import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.host.PieceProducts.Term;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/**
 * Several products as one: the sum of A<sub>i</sub><sup>T</sup> B<sub>i</sub> is A<sup>T</sup> B,
 * where A has the rows of all A<sub>i</sub> one below the other, and B likewise. jblas copies C
 * into native memory and back at every call, and C, the weights, may be much larger than all rows
 * of the minibatches.
 */
final class Stack implements Summands {
  /** From here on C is fetched seldom enough, and the rows would leave the cache meanwhile. */
  private static final int DEEPEST = 256;

  private final Scratch scratch;
  private DataType type = DataType.FLOAT32;
  private Term[] terms = {};
  private int depth;

  /** Makes the stack of a thread. */
  Stack(Scratch scratch) {
    this.scratch = scratch;
  }

  Stack of(DataType elements, Term[] products) {
    type = elements;
    terms = products;
    depth = 0;
    for (Term term : terms) {
      depth = Math.addExact(depth, term.piece().a().columns());
    }
    return this;
  }

  /** Whether there is more than one product, with few rows to put below each other. */
  static boolean takes(Term[] terms) {
    long depth = 0;
    for (Term term : terms) {
      Product p = term.piece();
      if (!p.a().isColumnMajor() || !p.b().isRowMajor()) {
        return false;
      }
      depth += p.a().columns();
    }
    Matrix c = terms[0].piece().c();
    long elements = depth * (c.rows() + c.columns());
    return terms.length > 1 && depth <= DEEPEST && elements <= (long) c.rows() * c.columns();
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public double alpha(int i) {
    return 1;
  }

  @Override
  public int depth(int i) {
    return depth;
  }

  @Override
  public Factor left(int i, int panels) {
    int m = terms[0].piece().c().rows();
    Object rows = scratch.left(0).get(type, Math.multiplyExact(depth, m));
    int row = 0;
    for (Term term : terms) {
      Matrix a = term.piece().a();
      Copies.readColumns((ArrayStorage) term.a(), a, rows, row * m);
      row += a.columns();
    }
    return scratch.left(0).factor().set(rows, 0, m, 'T');
  }

  @Override
  public Factor right(int i, int from, int to) {
    int n = to - from;
    Object rows = scratch.right().get(type, Math.multiplyExact(depth, n));
    int row = 0;
    for (Term term : terms) {
      Matrix b = term.piece().b();
      Copies.readScaled((ArrayStorage) term.b(), b, from, to, term.alpha(), rows, row * n);
      row += b.rows();
    }
    return scratch.right().factor().set(rows, 0, n, 'N');
  }
}
