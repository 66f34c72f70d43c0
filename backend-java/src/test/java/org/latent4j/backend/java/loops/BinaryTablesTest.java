package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryTablesTest {
  private static final int[] WIDTHS = {1, 2, 15, 18, 127, 128, 129, 256};

  private final Random random = new Random(3);
  private final BinaryTables tables = new BinaryTables(new AlignedArrays());

  @Test
  void addsWhatIsChosen() {
    for (int width : WIDTHS) {
      float[][] rows = fill(width);
      tables.complete(width);
      for (int chosen : choices()) {
        requireSum(rows, chosen, width);
      }
    }
  }

  @Test
  void exactTablesHaveTheSameSums() {
    for (int width : WIDTHS) {
      float[][] rows = fill(width);
      for (int chosen : choices()) {
        tables.complete(width);
        float[] sum = added(chosen, width);
        tables.completeWithZeros(width);
        float[] exact = added(chosen, width);
        for (int j = 0; j < width; j++) {
          assertEquals(sum[j], exact[j], "width " + width + ", element " + j);
        }
        for (int term = 0; term < BinaryTables.TERMS; term++) {
          System.arraycopy(rows[term], 0, tables.row(term), 0, width);
        }
      }
      tables.clearZeros();
      tables.complete(width);
      requireSum(rows, 0, width);
      requireSum(rows, 5, width);
    }
  }

  @Test
  void zeroTimesWhatIsNotFiniteIsNaN() {
    for (float culprit :
        new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int term = 0; term < BinaryTables.TERMS; term++) {
        fill(40);
        tables.row(term)[7] = culprit;
        float[] zeros = new float[BinaryTables.WIDTH];
        tables.addZeros(zeros, 40);
        tables.completeWithZeros(40);
        for (int j = 0; j < 40; j++) {
          assertEquals(j == 7 ? Float.NaN : 0f, zeros[j], "zeros, element " + j);
        }
        int all = (1 << BinaryTables.TERMS) - 1;
        assertEquals(Float.NaN, added(all & ~(1 << term), 40)[7]);
        assertEquals(culprit, added(1 << term, 40)[7]);
      }
    }
  }

  private float[][] fill(int width) {
    float[][] rows = new float[BinaryTables.TERMS][width];
    for (int term = 0; term < rows.length; term++) {
      for (int j = 0; j < width; j++) {
        rows[term][j] = (float) random.nextGaussian();
      }
      System.arraycopy(rows[term], 0, tables.row(term), 0, width);
    }
    return rows;
  }

  private int[] choices() {
    int[] choices = new int[BinaryTables.TERMS + 40];
    for (int i = 0; i < choices.length; i++) {
      choices[i] =
          i < BinaryTables.TERMS ? 1 << i : random.nextInt() & (1 << BinaryTables.TERMS) - 1;
    }
    return choices;
  }

  private float[] added(int chosen, int width) {
    float[] sum = new float[BinaryTables.WIDTH];
    tables.add(chosen, sum, width);
    return sum;
  }

  private void requireSum(float[][] rows, int chosen, int width) {
    float[] sum = added(chosen, width);
    for (int j = 0; j < width; j++) {
      double want = 0;
      for (int term = 0; term < BinaryTables.TERMS; term++) {
        want += (chosen >> term & 1) * (double) rows[term][j];
      }
      assertEquals(want, sum[j], 1e-5, "chosen " + chosen + ", width " + width);
    }
  }
}
