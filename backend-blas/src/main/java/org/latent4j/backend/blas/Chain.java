package org.latent4j.backend.blas;

import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.host.PieceProducts.Term;
import org.latent4j.backend.java.product.Matrix;

/** Products one after the other, as they are. */
final class Chain implements Summands {
  private final Scratch scratch;
  private Term[] terms = {};

  /** Makes the chain of a thread. */
  Chain(Scratch scratch) {
    this.scratch = scratch;
  }

  Chain of(Term[] products) {
    terms = products;
    return this;
  }

  @Override
  public int count() {
    return terms.length;
  }

  @Override
  public double alpha(int i) {
    return terms[i].alpha();
  }

  @Override
  public int depth(int i) {
    return terms[i].piece().a().columns();
  }

  @Override
  public Factor left(int i, int panels) {
    Term term = terms[i];
    Scratch.Arrays arrays = scratch.left(panels == 1 ? 0 : i);
    return Factor.of((ArrayStorage) term.a(), term.piece().a(), arrays, panels);
  }

  @Override
  public Factor right(int i, int from, int to) {
    Matrix b = terms[i].piece().b();
    Matrix panel = scratch.cuts().columns(b, from, to);
    return Factor.of((ArrayStorage) terms[i].b(), panel, scratch.right(), 1);
  }
}
