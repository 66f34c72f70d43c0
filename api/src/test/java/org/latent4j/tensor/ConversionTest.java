package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.testing.NaiveBackend;

/** Conversions between types, on the device and to Java arrays. */
class ConversionTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor doubles(double... values) {
    return Tensor.of(BACKEND, values, values.length);
  }

  @Test
  void castingToTheSameTypeIsTheSameTensor() {
    Tensor x = doubles(1.5);
    assertSame(x, x.cast(DataType.FLOAT64));
  }

  @Test
  void integersDropTheFractionAndSaturate() {
    Tensor x = doubles(1.9, -1.9, -0.0, 3e9, -3e9, INFINITY, -INFINITY, Double.NaN, 0x1p31 - 1);
    assertArrayEquals(
        new int[] {
          1,
          -1,
          0,
          Integer.MAX_VALUE,
          Integer.MIN_VALUE,
          Integer.MAX_VALUE,
          Integer.MIN_VALUE,
          0,
          Integer.MAX_VALUE
        },
        x.cast(DataType.INT32).toInts());
  }

  @Test
  void bytesAreClampedToTheirRange() {
    Tensor x = doubles(0.9, 1.9, 254.99, 255, 256, 1e9, -0.5, -1, -INFINITY, INFINITY, Double.NaN);
    assertArrayEquals(
        new int[] {0, 1, 254, 255, 255, 255, 0, 0, 0, 255, 0}, x.cast(DataType.UINT8).toInts());
  }

  @Test
  void floatsRoundToNearest() {
    double[] values = {0.1, 1 + 0x1p-24, 1 + 0x1p-23, 1e39, -1e39, 16777217, Double.NaN, -0.0};
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    assertArrayEquals(rounded, doubles(values).cast(DataType.FLOAT32).toFloats());
    assertArrayEquals(rounded, doubles(values).toFloats());
  }

  @Test
  void noIntegerIsLostOnTheWayToDoubleAndBack() {
    int[] values = {Integer.MIN_VALUE, -16777217, -1, 0, 16777217, Integer.MAX_VALUE};
    Tensor x = Tensor.of(BACKEND, values, values.length);
    assertArrayEquals(values, x.cast(DataType.FLOAT64).cast(DataType.INT32).toInts());
    assertArrayEquals(
        new double[] {-2147483648.0, -16777217, -1, 0, 16777217, 2147483647}, x.toDoubles());
    assertArrayEquals(new float[] {-0x1p31f, -0x1p24f, -1, 0, 0x1p24f, 0x1p31f}, x.toFloats());
  }

  @Test
  void bytesAreReadWithoutSign() {
    Tensor x = Tensor.of(BACKEND, new byte[] {0, 1, 127, -128, -1}, 5);
    assertEquals(DataType.UINT8, x.type());
    assertArrayEquals(new int[] {0, 1, 127, 128, 255}, x.toInts());
    assertArrayEquals(new float[] {0, 1, 127, 128, 255}, x.toFloats());
    assertArrayEquals(new double[] {0, 1, 127, 128, 255}, x.toDoubles());
    assertArrayEquals(new float[] {0, 1, 127, 128, 255}, x.cast(DataType.FLOAT32).toFloats());
    assertArrayEquals(
        new int[] {255, 0}, x.gather(Tensor.of(BACKEND, new int[] {4, 0}, 2)).toInts());
  }

  @Test
  void fullHoldsTheNumberItIsGiven() {
    for (DataType type : DataType.values()) {
      assertEquals(7, Tensor.full(BACKEND, type, 7).item());
      assertArrayEquals(
          new double[] {255, 255, 255}, Tensor.full(BACKEND, type, 255, 3).toDoubles());
      assertArrayEquals(new double[3], Tensor.full(BACKEND, type, 0, 3).toDoubles());
      assertArrayEquals(new double[0], Tensor.full(BACKEND, type, 1, 0).toDoubles());
    }
    assertEquals(Integer.MIN_VALUE, Tensor.full(BACKEND, DataType.INT32, -0x1p31).item());
    assertEquals((float) 0.1, Tensor.full(BACKEND, DataType.FLOAT32, 0.1).item());
    assertEquals((float) 0.1, Tensor.full(BACKEND, DataType.FLOAT32, 0.1, 2).toDoubles()[1]);
    double negativeZero = Tensor.full(BACKEND, DataType.FLOAT64, -0.0).item();
    assertEquals(-INFINITY, 1 / negativeZero);
    assertEquals(-INFINITY, 1 / Tensor.full(BACKEND, DataType.FLOAT32, -0.0, 2).toDoubles()[1]);
  }

  @Test
  void copiesAreDenseAndOfTheirOwn() {
    Tensor x = doubles(1, 2, 3, 4).reshape(2, 2).transpose();
    Tensor copy = Tensor.copyOf(BACKEND, x.asView());
    assertArrayEquals(new double[] {1, 3, 2, 4}, copy.toDoubles());
    assertEquals(true, copy.asView().layout().isDense());
  }
}
