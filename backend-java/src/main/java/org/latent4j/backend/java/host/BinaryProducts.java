package org.latent4j.backend.java.host;

import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/**
 * Products whose left factor is binary, as drawn states are, by {@linkplain BinarySums tables}; all
 * others by another way. Whether a factor is binary is seen when its elements are read.
 */
public final class BinaryProducts implements PieceProducts, AutoCloseable {
  private final PieceProducts others;
  private final int enoughRows;
  private final int enoughTerms;
  private final ThreadLocal<BinarySums> sums = ThreadLocal.withInitial(BinarySums::new);

  /**
   * Puts tables before another way to multiply.
   *
   * @param others multiplies what is not binary
   */
  public BinaryProducts(PieceProducts others) {
    this(others, 1, 1);
  }

  /**
   * Puts tables before another way to multiply, for large products only.
   *
   * @param others multiplies what is not binary or too small
   * @param enoughRows the rows of a piece from which on tables are faster
   * @param enoughTerms the terms from which on tables are faster
   */
  public BinaryProducts(PieceProducts others, int enoughRows, int enoughTerms) {
    this.others = others;
    this.enoughRows = enoughRows;
    this.enoughTerms = enoughTerms;
  }

  @Override
  public boolean takes(DataType type, Product product) {
    return others.takes(type, product);
  }

  @Override
  public boolean dividesSums() {
    return others.dividesSums();
  }

  @Override
  public void multiply(DataType type, Term term, double beta, HostStorage c) {
    if (!multiplied(type, term, beta, c)) {
      others.multiply(type, term, beta, c);
    }
  }

  @Override
  public void multiplyAll(DataType type, Term[] terms, double beta, HostStorage c) {
    long done = 0;
    for (int i = 0; i < Math.min(terms.length, Long.SIZE); i++) {
      if (multiplied(type, terms[i], done == 0 ? beta : 1, c)) {
        done |= 1L << i;
      }
    }
    if (done == 0) {
      others.multiplyAll(type, terms, beta, c);
      return;
    }
    for (int i = 0; i < terms.length; i++) {
      if (i >= Long.SIZE || ((done >> i) & 1) == 0) {
        others.multiply(type, terms[i], 1, c);
      }
    }
  }

  /** Returns whether A is binary and C has been computed. */
  private boolean multiplied(DataType type, Term term, double beta, HostStorage c) {
    Product piece = term.piece();
    int rows = piece.c().rows();
    boolean large = rows >= enoughRows && piece.a().columns() >= enoughTerms;
    if (!large || rows > BinaryRows.ROWS || !BinarySums.areWorthIt(type, term.whole())) {
      return false;
    }
    BinarySums mine = sums();
    if (!mine.rows().readAll(piece.a(), 0, rows, term.a())) {
      return false;
    }
    mine.multiply(term, beta, c, 0);
    return true;
  }

  private BinarySums sums() {
    if (sums.get().hasMoved()) {
      sums.remove();
    }
    return sums.get();
  }

  /** Lets go of the calling thread's working memory; that of other threads ends with them. */
  @Override
  public void close() {
    sums.remove();
  }
}
