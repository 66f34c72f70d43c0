package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.testing.NaiveBackend;

/** Sums, means and extremes along an axis or of everything. */
class ReductionsTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();
  private static final double NAN = Double.NaN;

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor doubles(double... values) {
    return Tensor.of(BACKEND, values, values.length);
  }

  @Test
  void anAxisIsDropped() {
    Tensor x = doubles(1, 2, 3, 4, 5, 6).reshape(2, 3);
    assertEquals(Shape.of(3), x.sum(0).shape());
    assertArrayEquals(new double[] {5, 7, 9}, x.sum(0).toDoubles());
    assertArrayEquals(new double[] {6, 15}, x.sum(-1).toDoubles());
    assertArrayEquals(new double[] {2.5, 3.5, 4.5}, x.mean(-2).toDoubles());
    assertArrayEquals(new double[] {3, 6}, x.max(1).toDoubles());
    assertArrayEquals(new double[] {1, 2, 3}, x.min(0).toDoubles());
    assertArrayEquals(new int[] {2, 2}, x.argmax(1).toInts());
    assertEquals(DataType.INT32, x.argmax(1).type());
  }

  @Test
  void everythingIsReducedToASingleNumber() {
    Tensor x = doubles(1, 2, 3, 4, 5, 6).reshape(2, 3);
    assertEquals(Shape.SCALAR, x.sum().shape());
    assertEquals(21, x.sum().item());
    assertEquals(3.5, x.mean().item());
    assertEquals(21, x.transpose().sum().item());
    assertEquals(7, x.slice(1, 0, 2).transpose().slice(0, 1, 2).sum().item());
    assertEquals(5, Tensor.full(BACKEND, DataType.FLOAT32, 5).sum().item());
    assertEquals(
        24, Tensor.full(BACKEND, DataType.FLOAT32, 2).broadcastTo(Shape.of(3, 4)).sum().item());
  }

  @Test
  void nothingHasTheSumZeroAndNoMean() {
    Tensor empty = doubles().reshape(0, 2);
    assertEquals(0, empty.sum().item());
    assertEquals(0, empty.transpose().sum().item());
    assertArrayEquals(new double[] {0, 0}, empty.sum(0).toDoubles());
    assertArrayEquals(new double[0], empty.sum(1).toDoubles());
    assertEquals(NAN, empty.mean().item());
    assertArrayEquals(new double[] {NAN, NAN}, empty.mean(0).toDoubles());
    assertArrayEquals(new double[0], empty.max(1).toDoubles());
  }

  @Test
  void notANumberIsCarried() {
    Tensor x = doubles(1, NAN, 3, NAN);
    assertEquals(NAN, x.sum().item());
    assertEquals(NAN, x.max(0).item());
    assertEquals(NAN, x.min(0).item());
    assertEquals(1, x.argmax(0).item());
  }

  @Test
  void theFirstOfEqualMaximaIsFound() {
    assertEquals(1, doubles(1, 7, 7, 2).argmax(0).item());
    assertEquals(0, doubles(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY).argmax(0).item());
  }
}
