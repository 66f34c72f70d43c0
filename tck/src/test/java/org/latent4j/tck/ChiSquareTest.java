package org.latent4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Known answers are those of scipy 1.17.1. */
class ChiSquareTest {
  @Test
  @DisplayName("The survival function agrees with scipy.stats.chi2.sf(statistic, degrees)")
  void survival() {
    double[][] known = {
      {1, 1, 0.31731050786291115},
      {3.5, 2, 0.1737739434504451},
      {10, 4, 0.04042768199451279},
      {40, 7, 1.258790387371308e-06},
      {63, 63, 0.47630238333813013},
      {150, 63, 4.679451669007613e-09},
      {0.01, 5, 0.9999994699729957},
      {1200, 1000, 1.2255942330622893e-05}
    };
    for (double[] row : known) {
      double p = ChiSquare.survival(row[0], (int) row[1]);
      assertEquals(row[2], p, 1e-11 * row[2], () -> row[0] + " with " + row[1] + " degrees");
    }
    assertEquals(1, ChiSquare.survival(0, 3));
    assertEquals(0, ChiSquare.survival(Double.POSITIVE_INFINITY, 3));
  }

  @Test
  @DisplayName("Critical values agree with scipy.stats.norm.isf(p / 2)")
  void criticalValues() {
    assertEquals(1.9599639845400545, Normal.criticalValue(0.05), 1e-8);
    assertEquals(4.891638475698591, Normal.criticalValue(1e-6), 1e-8);
    assertEquals(6.1094102048693975, Normal.criticalValue(1e-9), 1e-8);
  }

  @Test
  @DisplayName("Counts that match have p-value 1; a state that can't occur has p-value 0")
  void extremes() {
    double[] probabilities = {0.5, 0.25, 0.25, 0};
    assertEquals(1, ChiSquare.pValue(new long[] {500, 250, 250, 0}, probabilities));
    assertEquals(1, ChiSquare.pValue(new long[] {3, 1, 1, 0}, probabilities), "one cell");
    assertEquals(0, ChiSquare.pValue(new long[] {500, 250, 249, 1}, probabilities));
    assertTrue(ChiSquare.pValue(new long[] {600, 200, 200, 0}, probabilities) < 1e-8);
  }
}
