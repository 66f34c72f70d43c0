package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.testing.NaiveBackend;

/** Matrix products, their accumulation, and rows added up by index. */
class ProductsTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor doubles(double... values) {
    return Tensor.of(BACKEND, values, values.length);
  }

  private static final Tensor A = doubles(1, 2, 3, 4, 5, 6).reshape(2, 3);
  private static final Tensor B = doubles(1, 0, 0, 1, 2, 3).reshape(3, 2);
  private static final double[] AB = {7, 11, 16, 23};

  @Test
  void rowsMeetColumns() {
    assertArrayEquals(AB, A.matmul(B).toDoubles());
    assertArrayEquals(AB, A.transpose().reshape(6).reshape(3, 2).transpose().matmul(B).toDoubles());
    assertArrayEquals(
        new double[] {7, 16, 11, 23}, B.transpose().matmul(A.transpose()).toDoubles());
    assertArrayEquals(
        new double[4], doubles().reshape(2, 0).matmul(doubles().reshape(0, 2)).toDoubles());
    assertEquals(Shape.of(0, 2), A.slice(0, 1, 1).matmul(B).shape());
  }

  @Test
  void aBatchIsMultipliedMatrixByMatrix() {
    Tensor a = Functions.concat(0, A.expand(0), A.mul(10).expand(0));
    Tensor b = Functions.concat(0, B.expand(0), B.mul(-1).expand(0));
    double[] both = {7, 11, 16, 23, -70, -110, -160, -230};
    assertArrayEquals(both, a.matmul(b).toDoubles());
    assertArrayEquals(new double[] {7, 11, 16, 23, 70, 110, 160, 230}, a.matmul(B).toDoubles());
    assertArrayEquals(new double[] {7, 11, 16, 23, -7, -11, -16, -23}, A.matmul(b).toDoubles());
    assertEquals(Shape.of(2, 2, 2), A.matmul(b).shape());
    Tensor addend = Tensor.full(BACKEND, DataType.FLOAT64, 1, 2, 2, 2);
    assertArrayEquals(
        new double[] {8, 12, 17, 24, -69, -109, -159, -229},
        a.matmulAdd(1, b, 1, addend).toDoubles());
  }

  @Test
  void aProductIsAddedToAMatrixThatKeepsItsValue() {
    Tensor c = doubles(100, 200, 300, 400).reshape(2, 2);
    assertArrayEquals(new double[] {64, 122, 182, 246}, A.matmulAdd(2, B, 0.5, c).toDoubles());
    assertArrayEquals(
        new double[] {64, 172, 132, 246}, A.matmulAdd(2, B, 0.5, c.transpose()).toDoubles());
    assertArrayEquals(new double[] {100, 200, 300, 400}, c.toDoubles());
    Tensor alpha = Tensor.full(BACKEND, DataType.FLOAT64, -1);
    assertArrayEquals(new double[] {93, 189, 284, 377}, A.matmulAdd(alpha, B, 1, c).toDoubles());
    Tensor broadcast = doubles(1, 2).broadcastTo(Shape.of(2, 2));
    assertArrayEquals(new double[] {8, 13, 17, 25}, A.matmulAdd(1, B, 1, broadcast).toDoubles());
  }

  @Test
  void anAddendOfFactorZeroIsNotRead() {
    Tensor nan = Tensor.full(BACKEND, DataType.FLOAT64, Double.NaN, 2, 2);
    assertArrayEquals(AB, A.matmulAdd(1, B, 0, nan).toDoubles());
  }

  @Test
  void rowsArePickedAndAddedUp() {
    Tensor rows = Tensor.of(BACKEND, new int[] {2, 0, 2}, 3);
    assertArrayEquals(new double[] {2, 3, 1, 0, 2, 3}, B.gather(rows).toDoubles());
    assertArrayEquals(new double[] {0, 1, 0, 0, 3, 3, 0, 0}, B.scatterAdd(rows, 4).toDoubles());
    Tensor none = Tensor.of(BACKEND, new int[0], 0);
    assertEquals(Shape.of(0, 2), B.gather(none).shape());
    assertArrayEquals(new double[4], B.gather(none).scatterAdd(none, 2).toDoubles());
    assertArrayEquals(
        new double[] {5, 5}, doubles(5, 6).gather(Tensor.of(BACKEND, new int[2], 2)).toDoubles());
  }
}
