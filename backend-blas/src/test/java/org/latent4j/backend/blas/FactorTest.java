package org.latent4j.backend.blas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.product.Matrix;
import org.latent4j.op.DataType;

/** When a factor is copied before jblas copies it. */
class FactorTest {
  private final Scratch.Arrays arrays = Scratch.ofThread().right();

  @Test
  void aMatrixThatFillsItsStorageIsTakenAsItLies() {
    ArrayStorage storage = numbered(6);
    Factor rows = Factor.of(storage, Matrix.dense(2, 3), arrays, 9);
    assertTaken(storage, 'N', rows);
    Factor columns = Factor.of(storage, Matrix.dense(2, 3).transposed(), arrays, 9);
    assertTaken(storage, 'T', columns);
  }

  @Test
  void halfOfAStorageIsTakenForOneProductAndCutOutForMany() {
    ArrayStorage storage = numbered(12);
    Matrix half = Matrix.dense(4, 3).part(2, 4, 0, 3);
    assertSame(storage.array(), Factor.of(storage, half, arrays, 1).array());
    Factor cut = Factor.of(storage, half, arrays, 5);
    assertNotSame(storage.array(), cut.array());
    assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11}, (float[]) cut.array());
  }

  @Test
  void stridesThatBlasDoesNotKnowAreCopied() {
    Factor cut = Factor.of(numbered(24), new Matrix(1, 2, 3, 12, 4), arrays, 1);
    assertEquals('N', cut.order());
    assertArrayEquals(new float[] {1, 5, 9, 13, 17, 21}, (float[]) cut.array());
  }

  @Test
  void rowsThatWouldMeetInTheCacheAreLedApart() {
    ArrayStorage storage = numbered(3 * 2048);
    Factor cut = Factor.of(storage, new Matrix(0, 2, 1024, 2048, 1), arrays, 5);
    assertEquals(1040, cut.leading());
    float[] array = (float[]) cut.array();
    assertArrayEquals(
        Arrays.copyOfRange((float[]) storage.array(), 2048, 3072),
        Arrays.copyOfRange(array, 1040, 2064));
  }

  private static void assertTaken(ArrayStorage storage, char order, Factor factor) {
    assertSame(storage.array(), factor.array());
    assertEquals(0, factor.offset());
    assertEquals(3, factor.leading());
    assertEquals(order, factor.order());
  }

  private static ArrayStorage numbered(int length) {
    ArrayStorage storage = ArrayStorage.allocate(DataType.FLOAT32, length);
    float[] array = (float[]) storage.array();
    for (int i = 0; i < length; i++) {
      array[i] = i;
    }
    return storage;
  }
}
