package org.latent4j.backend.java.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryTablesTest {
  private static final int[] WIDTHS = {1, 2, 15, 18, 47, 63, 64, 100, 127, 128, 129, 256};

  private final Random random = new Random(3);
  private final BinaryTables tables = BinaryTables.of(new AlignedArrays());

  @Test
  void addsWhatIsChosen() {
    for (int width : widths()) {
      float[][] rows = fill(width);
      tables.complete(width);
      for (int chosen : choices()) {
        requireSum(rows, chosen, width);
      }
    }
  }

  @Test
  void addsToTheSumsOfSeveralVectors() {
    for (int width : widths()) {
      float[][] rows = fill(width);
      tables.complete(width);
      int[] choices = choices();
      float[][] sums = new float[choices.length][tables.end(tables.width())];
      tables.add(choices, 0, sums, choices.length, width, true);
      tables.add(choices, 1, sums, choices.length - 1, width, false);
      for (int i = 0; i < choices.length - 1; i++) {
        float[] first = added(choices[i], width);
        float[] second = added(choices[i + 1], width);
        for (int j = 0; j < width; j++) {
          assertEquals(first[j] + second[j], sums[i][tables.first() + j], 1e-5);
        }
      }
      requireSum(rows, choices[0], width);
    }
  }

  @Test
  void areOfFourRowsWhereThereAreExplicitVectors() {
    boolean flag = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    assertEquals(flag, ExplicitVectors.areThere());
    assertEquals(flag ? "TablesOfFour" : "TablesOfThree", tables.getClass().getSimpleName());
  }

  @Test
  void exactTablesHaveTheSameSums() {
    for (int width : widths()) {
      float[][] rows = fill(width);
      for (int chosen : choices()) {
        tables.complete(width);
        float[] sum = added(chosen, width);
        tables.completeWithZeros(width);
        float[] exact = added(chosen, width);
        for (int j = 0; j < width; j++) {
          assertEquals(sum[j], exact[j], "width " + width + ", element " + j);
        }
        for (int term = 0; term < tables.terms(); term++) {
          System.arraycopy(rows[term], 0, tables.array(term), tables.place(term), width);
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
      for (int term = 0; term < tables.terms(); term++) {
        fill(40);
        tables.array(term)[tables.place(term) + 7] = culprit;
        tables.complete(40);
        float[] zeros = new float[tables.end(tables.width())];
        tables.addZeros(zeros, 40);
        tables.completeWithZeros(40);
        for (int j = 0; j < 40; j++) {
          assertEquals(j == 7 ? Float.NaN : 0f, zeros[tables.first() + j], "zeros, element " + j);
        }
        int all = (int) ((1L << tables.terms()) - 1);
        assertEquals(Float.NaN, added(all & ~(1 << term), 40)[7]);
        assertEquals(culprit, added(1 << term, 40)[7]);
      }
    }
  }

  private int[] widths() {
    return Arrays.stream(WIDTHS).filter(width -> width <= tables.width()).toArray();
  }

  private float[][] fill(int width) {
    float[][] rows = new float[tables.terms()][width];
    for (int term = 0; term < rows.length; term++) {
      for (int j = 0; j < width; j++) {
        rows[term][j] = (float) random.nextGaussian();
      }
      System.arraycopy(rows[term], 0, tables.array(term), tables.place(term), width);
    }
    return rows;
  }

  private int[] choices() {
    int[] choices = new int[tables.terms() + 40];
    for (int i = 0; i < choices.length; i++) {
      choices[i] =
          i < tables.terms() ? 1 << i : random.nextInt() & (int) ((1L << tables.terms()) - 1);
    }
    return choices;
  }

  private float[] added(int chosen, int width) {
    float[] sum = new float[tables.end(tables.width())];
    Arrays.fill(sum, 9); // is to be forgotten
    tables.add(new int[] {9, chosen}, 1, new float[][] {sum}, 1, width, true);
    return Arrays.copyOfRange(sum, tables.first(), tables.first() + width);
  }

  private void requireSum(float[][] rows, int chosen, int width) {
    float[] sum = added(chosen, width);
    for (int j = 0; j < width; j++) {
      double want = 0;
      for (int term = 0; term < tables.terms(); term++) {
        want += (chosen >> term & 1) * (double) rows[term][j];
      }
      assertEquals(want, sum[j], 1e-5, "chosen " + chosen + ", width " + width);
    }
  }
}
