package org.latent4j.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.random.Threefry;
import org.latent4j.random.Uniforms;

class BinarizeTest {

  private static Dataset constant(float probability, int rows, int columns) {
    float[] values = new float[rows * columns];
    Arrays.fill(values, probability);
    return Dataset.of("constant", values, columns);
  }

  /** From an implementation of Threefry-2x32-20 in 20 lines of Python. */
  @Test
  void drawsAreThoseOfTheKey() {
    byte[] half = {0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
    byte[] quarter = {0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0};
    assertArrayEquals(half, constant(0.5f, 4, 4).binarize(7).bytes(0, 4));
    assertArrayEquals(quarter, constant(0.25f, 1, 16).binarize(7).bytes(0, 1));
    assertArrayEquals(half, constant(0.5f, 16, 1).binarize(7).bytes(0, 16));
  }

  @Test
  void elementsAreCountedOverRowsOfOddLength() {
    int rows = 101;
    int columns = 7;
    byte[] drawn = constant(0.3f, rows, columns).binarize(-5).bytes(0, rows);
    for (int i = 0; i < drawn.length; i++) {
      int expected = Uniforms.float32(Threefry.word(-5, i)) < 0.3f ? 1 : 0;
      assertEquals(expected, drawn[i]);
    }
  }

  @Test
  void certaintiesAreNeverChanged() {
    Dataset certain = Dataset.ofBytes("d", new byte[] {0, 1, 1, 0}, 2);
    for (long key = 0; key < 1000; key++) {
      assertArrayEquals(certain.bytes(0, 2), certain.binarize(key).bytes(0, 2));
    }
  }

  /**
   * The share of ones in n = 100,000 draws is off by more than 5 standard deviations with
   * probability 6e-7 a value of p, 5e-6 in all; key 11.
   */
  @Test
  void shareOfOnesIsTheProbability() {
    int n = 100_000;
    for (float p : new float[] {0.01f, 0.1f, 0.25f, 0.5f, 0.75f, 0.9f, 0.99f}) {
      byte[] drawn = constant(p, n / 100, 100).binarize(11).bytes(0, n / 100);
      int ones = 0;
      for (byte draw : drawn) {
        ones += draw;
      }
      assertTrue(Math.abs(ones - n * p) <= 5 * Math.sqrt(n * p * (1 - p)), p + ": " + ones);
    }
  }

  @Test
  void valuesOutsideTheUnitIntervalAreRefused() {
    assertThrows(DataFormatException.class, () -> constant(1.01f, 1, 1).binarize(1));
    assertThrows(DataFormatException.class, () -> constant(-0.01f, 1, 1).binarize(1));
    assertThrows(DataFormatException.class, () -> constant(Float.NaN, 1, 1).binarize(1));
  }
}
