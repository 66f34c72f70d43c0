package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.java.host.PieceProducts.Term;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.backend.java.product.Product;
import org.latent4j.op.DataType;

class BinaryProductsTest {
  private final Random random = new Random(12);
  private final List<Term> passedOn = new ArrayList<>();
  private final BinaryProducts products = new BinaryProducts(new Others());

  /** Multiplies number by number, and remembers what. */
  private final class Others implements PieceProducts {
    @Override
    public boolean takes(DataType type, Product product) {
      return true;
    }

    @Override
    public boolean dividesSums() {
      return true;
    }

    @Override
    public void multiply(DataType type, Term term, double beta, HostStorage c) {
      passedOn.add(term);
      float[] sums = expected(new Term[] {term}, beta, c);
      write(c, term.piece().c(), sums);
    }
  }

  @Test
  void binaryFactorsOfAnyShapeAreTaken() {
    int[][] shapes = {
      {16, 128, 16}, {37, 300, 100}, {600, 257, 19}, {1100, 130, 40}, {20, 784, 37}
    };
    for (int[] shape : shapes) {
      for (boolean byColumns : new boolean[] {false, true}) {
        for (double beta : new double[] {0, 1, 0.5}) {
          Term term = term(shape[0], shape[1], shape[2], byColumns, 0);
          require(beta, term);
          assertEquals(List.of(), passedOn);
        }
      }
    }
  }

  @Test
  void oneOtherNumberLeavesTheProductToOthers() {
    for (boolean byColumns : new boolean[] {false, true}) {
      Term term = term(700, 200, 50, byColumns, 1);
      require(0.5, term);
      assertEquals(List.of(term), passedOn);
      passedOn.clear();
    }
  }

  @Test
  void productsAddedToTheSameMatrixGoTheirOwnWays() {
    Term binary = term(150, 200, 50, true, 0);
    Term other = like(binary, 40, 1);
    Term alsoBinary = like(binary, 90, 0);
    require(0.5, binary, other, alsoBinary);
    assertEquals(List.of(other), passedOn);
    passedOn.clear();
    require(0, other, binary);
    assertEquals(List.of(other), passedOn);
    passedOn.clear();
    require(1, other, like(other, 20, 3));
    assertEquals(2, passedOn.size());
  }

  @Test
  void piecesOfSmallOrOtherProductsAreLeftToOthers() {
    require(1, term(15, 200, 50, false, 0));
    require(1, term(100, 127, 50, false, 0));
    require(1, term(100, 200, 15, false, 0));
    require(1, term(5000, 130, 20, false, 0));
    assertEquals(4, passedOn.size());
  }

  /** B holds NaN, so that it is read twice; what the second reading has left must not stay. */
  @Test
  void aProductThatFailsHalfwayLeavesTheNextOneRight() {
    Term term = term(100, 200, 36, false, 0);
    Product product = term.piece();
    HostStorage poisoned = random(product.b());
    poisoned.write(product.b().at(3, 5), new float[] {Float.NaN}, 0, 1);
    Closing closing = new Closing(poisoned, product.a().columns() + 18);
    Term failing = new Term(1, product, product, term.a(), closing);
    assertThrows(
        IllegalStateException.class,
        () -> products.multiply(DataType.FLOAT32, failing, 0, random(product.c())));
    require(0, term);
    assertEquals(List.of(), passedOn);
  }

  /** A storage that can be read so many times. */
  private static final class Closing extends HostStorage {
    private final HostStorage inner;
    private int left;

    Closing(HostStorage inner, int reads) {
      super(inner.type(), inner.length());
      this.inner = inner;
      this.left = reads;
    }

    @Override
    public void read(long at, Object array, int to, int count) {
      if (left-- == 0) {
        throw closedException();
      }
      inner.read(at, array, to, count);
    }

    @Override
    public void write(long at, Object array, int from, int count) {
      inner.write(at, array, from, count);
    }

    @Override
    protected void gatherRows(
        long at,
        long rowStride,
        int columns,
        int[] numbers,
        int first,
        int end,
        HostStorage out,
        long to) {
      throw new UnsupportedOperationException("products gather no rows");
    }

    @Override
    protected void free() {}
  }

  /** A matrix A with so many other numbers than 0 and 1; alpha is a random number. */
  private Term term(int m, int n, int k, boolean byColumns, int others) {
    Matrix a =
        byColumns ? new Matrix(3, k, m, m + 2, 1).transposed() : new Matrix(5, m, k, k + 3, 1);
    Product whole = new Product(a, new Matrix(7, k, n, n + 1, 1), new Matrix(2, m, n, n + 4, 1));
    return new Term(random.nextGaussian(), whole, whole, bits(a, others), random(whole.b()));
  }

  /** Another product for the same C. */
  private Term like(Term term, int k, int others) {
    Matrix c = term.piece().c();
    Term other = term(c.rows(), c.columns(), k, true, others);
    Product whole = new Product(other.piece().a(), other.piece().b(), c);
    return new Term(other.alpha(), whole, whole, other.a(), other.b());
  }

  private HostStorage bits(Matrix a, int others) {
    float[] all = new float[(int) (a.offset() + a.extent())];
    for (int i = 0; i < all.length; i++) {
      all[i] = 7; // what lies between the rows
    }
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        all[(int) a.at(i, j)] = random.nextInt(2);
      }
    }
    for (int i = 0; i < others; i++) {
      all[(int) a.at(random.nextInt(a.rows()), random.nextInt(a.columns()))] = 0.25f;
    }
    return storage(all);
  }

  private HostStorage random(Matrix matrix) {
    float[] all = new float[(int) (matrix.offset() + matrix.extent())];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) random.nextGaussian();
    }
    return storage(all);
  }

  private static HostStorage storage(float[] numbers) {
    ArrayStorage storage = ArrayStorage.allocate(DataType.FLOAT32, numbers.length);
    storage.write(0, numbers, 0, numbers.length);
    return storage;
  }

  private void require(double beta, Term... terms) {
    Matrix at = terms[0].piece().c();
    HostStorage c = random(at);
    float[] before = all(c);
    float[] expected = expected(terms, beta, c);
    products.multiplyAll(DataType.FLOAT32, terms, beta, c);
    float[] after = all(c);
    for (int i = 0; i < at.rows(); i++) {
      for (int j = 0; j < at.columns(); j++) {
        int place = (int) at.at(i, j);
        assertEquals(expected[i * at.columns() + j], after[place], 2e-4, i + ", " + j);
        after[place] = before[place];
      }
    }
    for (int i = 0; i < before.length; i++) {
      assertEquals(before[i], after[i], "between the rows of C");
    }
  }

  /** All products added to beta C, in float64. */
  private static float[] expected(Term[] terms, double beta, HostStorage c) {
    Matrix at = terms[0].piece().c();
    float[] held = all(c);
    double[] sums = new double[at.rows() * at.columns()];
    for (int i = 0; i < at.rows(); i++) {
      for (int j = 0; j < at.columns(); j++) {
        sums[i * at.columns() + j] = beta == 0 ? 0 : beta * held[(int) at.at(i, j)];
      }
    }
    for (Term term : terms) {
      add(term, sums);
    }
    float[] rounded = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      rounded[i] = (float) sums[i];
    }
    return rounded;
  }

  private static void add(Term term, double[] sums) {
    Matrix a = term.piece().a();
    Matrix b = term.piece().b();
    float[] inA = all(term.a());
    float[] inB = all(term.b());
    for (int i = 0; i < a.rows(); i++) {
      for (int k = 0; k < a.columns(); k++) {
        double factor = term.alpha() * inA[(int) a.at(i, k)];
        for (int j = 0; j < b.columns(); j++) {
          sums[i * b.columns() + j] += factor * inB[(int) b.at(k, j)];
        }
      }
    }
  }

  private static float[] all(HostStorage storage) {
    float[] numbers = new float[(int) storage.length()];
    storage.read(0, numbers, 0, numbers.length);
    return numbers;
  }

  private static void write(HostStorage c, Matrix at, float[] numbers) {
    for (int i = 0; i < at.rows(); i++) {
      c.write(at.at(i, 0), numbers, i * at.columns(), at.columns());
    }
  }
}
