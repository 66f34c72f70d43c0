package org.latent4j.backend.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.host.PieceProducts.Term;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

/** Sums of products beside sums taken one by one in double precision. */
class SumOfProductsTest {
  private static final double OUTSIDE = 77;

  private final Random random = new Random(5);

  @BeforeAll
  static void load() {
    JblasLibrary.load();
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aChainInOnePanel(DataType type) {
    Term[] terms = {term(type, 30, 20, 40, 0.5), term(type, 30, 20, 17, -2)};
    assertFalse(Stack.takes(terms));
    assertSum(type, terms, 1, 1);
    assertSum(type, terms, 0, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aChainInSeveralPanels(DataType type) {
    Term[] terms = {term(type, 90, 2100, 200, 0.5), term(type, 90, 2100, 200, -2)};
    assertFalse(Stack.takes(terms));
    assertSum(type, terms, 0.25, 2);
    assertSum(type, terms, 0, 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aStackInOnePanel(DataType type) {
    Term[] terms = {
      stackable(type, 40, 50, 3, 0.5), stackable(type, 40, 50, 4, -2), stackable(type, 40, 50, 1, 3)
    };
    assertTrue(Stack.takes(terms));
    assertSum(type, terms, 1, 1);
    assertSum(type, terms, 0, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aStackInSeveralPanels(DataType type) {
    Term[] terms = {stackable(type, 330, 1900, 20, 1), stackable(type, 330, 1900, 25, -1)};
    assertTrue(Stack.takes(terms));
    assertSum(type, terms, 1, 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aCThatFillsItsStorageIsComputedThere(DataType type) {
    Term[] terms = {term(type, 60, 50, 40, 1)};
    Matrix c = Matrix.dense(60, 50);
    ArrayStorage storage = filled(type, 60 * 50);
    double[] expected = expected(at(c, terms), 0.5, storage);
    SumOfProducts.compute(type, at(c, terms), 0.5, storage);
    assertClose(type, expected, storage);
  }

  /** C lies in the middle of a storage, whose other elements must stay as they are. */
  private static void assertSum(DataType type, Term[] terms, double beta, int leastPanels) {
    Product p = terms[0].piece();
    int m = p.c().rows();
    int n = p.c().columns();
    int depth = Stack.takes(terms) ? 0 : p.a().columns();
    for (Term term : terms) {
      depth += Stack.takes(terms) ? term.piece().a().columns() : 0;
    }
    int panels = Panels.count(m, n, depth);
    assertTrue(leastPanels == 1 ? panels == 1 : panels >= leastPanels, panels + " panels");
    Matrix c = new Matrix(11, m, n, n + 3, 1);
    ArrayStorage storage = filled(type, c.extent() + 30);
    Term[] there = at(c, terms);
    double[] expected = expected(there, beta, storage);
    SumOfProducts.compute(type, there, beta, storage);
    assertClose(type, expected, storage);
  }

  private static Term[] at(Matrix c, Term[] terms) {
    Term[] moved = new Term[terms.length];
    for (int i = 0; i < terms.length; i++) {
      Term term = terms[i];
      Product piece = new Product(term.piece().a(), term.piece().b(), c);
      moved[i] = new Term(term.alpha(), piece, piece, term.a(), term.b());
    }
    return moved;
  }

  /** A [m, k] is a part of the columns of its storage, B [k, n] lies by columns. */
  private Term term(DataType type, int m, int n, int k, double alpha) {
    Matrix a = new Matrix(5, m, k, 3L * k, 1);
    Matrix b = Matrix.dense(n, k).transposed();
    Product whole = new Product(a, b, Matrix.dense(m, n));
    return new Term(alpha, whole, whole, random(type, a.extent() + 9), random(type, (long) n * k));
  }

  /** A [m, k] lies by columns, B [k, n] by rows, and neither fills its storage. */
  private Term stackable(DataType type, int m, int n, int k, double alpha) {
    Matrix a = new Matrix(5, k, m, m + 2, 1).transposed();
    Matrix b = new Matrix(7, k, n, n + 1, 1);
    Product whole = new Product(a, b, Matrix.dense(m, n));
    return new Term(
        alpha, whole, whole, random(type, a.extent() + 9), random(type, b.extent() + 9));
  }

  private ArrayStorage random(DataType type, long length) {
    ArrayStorage storage = ArrayStorage.allocate(type, length);
    for (int i = 0; i < length; i++) {
      set(storage, i, random.nextInt(17) / 8.0 - 1);
    }
    return storage;
  }

  private static ArrayStorage filled(DataType type, long length) {
    ArrayStorage storage = ArrayStorage.allocate(type, length);
    for (int i = 0; i < length; i++) {
      set(storage, i, OUTSIDE);
    }
    return storage;
  }

  private static double[] expected(Term[] terms, double beta, ArrayStorage storage) {
    double[] all = new double[(int) storage.length()];
    for (int i = 0; i < all.length; i++) {
      all[i] = get(storage, i);
    }
    Matrix c = terms[0].piece().c();
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        int at = (int) c.at(i, j);
        double sum = beta == 0 ? 0 : beta * all[at];
        for (Term term : terms) {
          sum += term.alpha() * dot(term, i, j);
        }
        all[at] = sum;
      }
    }
    return all;
  }

  private static double dot(Term term, int i, int j) {
    Matrix a = term.piece().a();
    Matrix b = term.piece().b();
    double sum = 0;
    for (int k = 0; k < a.columns(); k++) {
      sum += get((ArrayStorage) term.a(), a.at(i, k)) * get((ArrayStorage) term.b(), b.at(k, j));
    }
    return sum;
  }

  /** All factors are multiples of 1/8 and sums short, so that FLOAT32 is nearly exact. */
  private static void assertClose(DataType type, double[] expected, ArrayStorage found) {
    for (int i = 0; i < expected.length; i++) {
      double tolerance = (type == DataType.FLOAT32 ? 1e-5 : 1e-13) * (1 + Math.abs(expected[i]));
      assertEquals(expected[i], get(found, i), tolerance);
    }
  }

  private static double get(ArrayStorage storage, long at) {
    return storage.array() instanceof float[] floats
        ? floats[(int) at]
        : ((double[]) storage.array())[(int) at];
  }

  private static void set(ArrayStorage storage, int at, double value) {
    if (storage.array() instanceof float[] floats) {
      floats[at] = (float) value;
    } else {
      ((double[]) storage.array())[at] = value;
    }
  }
}
