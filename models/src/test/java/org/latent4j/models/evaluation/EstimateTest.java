package org.latent4j.models.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void meanAndStandardErrorAreThoseOfTheSample() {
    // Mean 5, squared deviations 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 8 * 7.
    Estimate estimate = Estimate.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertEquals(5, estimate.mean());
    assertEquals(Math.sqrt(32.0 / 56), estimate.standardError(), 1e-15);
    assertEquals(8, estimate.count());
  }

  @Test
  void weightsCountWithoutRegardToTheirScale() {
    // Mean (1 * 1 + 3 * 5) / 4 = 4; (1 * -3)^2 + (3 * 1)^2 = 18, times 2 / 1, under the root, by 4.
    Estimate estimate = Estimate.weighted(new double[] {1, 5}, new double[] {1, 3});
    assertEquals(4, estimate.mean());
    assertEquals(6.0 / 4, estimate.standardError(), 1e-15);
    Estimate scaled = Estimate.weighted(new double[] {1, 5}, new double[] {0.25, 0.75});
    assertEquals(estimate.mean(), scaled.mean(), 1e-15);
    assertEquals(estimate.standardError(), scaled.standardError(), 1e-15);
  }

  @Test
  void equalWeightsAreNone() {
    double[] numbers = {3, -1, 4, 1, -5, 9};
    double[] sevens = new double[6];
    Arrays.fill(sevens, 7);
    Estimate weighted = Estimate.weighted(numbers, sevens);
    assertEquals(Estimate.of(numbers).mean(), weighted.mean(), 1e-15);
    assertEquals(Estimate.of(numbers).standardError(), weighted.standardError(), 1e-15);
  }

  @Test
  void anExampleOfWeightZeroIsNotThere() {
    Estimate without = Estimate.weighted(new double[] {1, 5}, new double[] {1, 3});
    Estimate with = Estimate.weighted(new double[] {1, Double.NaN, 5}, new double[] {1, 0, 3});
    assertEquals(without, with);
  }

  /**
   * Seed 3; the spread of 4,000 means is known to about 1.1 percent, so 6 percent are 5 standard
   * errors: false-alarm probability 6e-7.
   */
  @Test
  void theStandardErrorIsTheSpreadOfWeightedMeans() {
    Random random = new Random(3);
    int repeats = 4_000;
    double[] means = new double[repeats];
    double errors = 0;
    for (int repeat = 0; repeat < repeats; repeat++) {
      double[] numbers = new double[200];
      double[] weights = new double[200];
      for (int i = 0; i < 200; i++) {
        weights[i] = 0.1 + random.nextDouble() * 2;
        numbers[i] = 3 + 2 * random.nextGaussian();
      }
      Estimate estimate = Estimate.weighted(numbers, weights);
      means[repeat] = estimate.mean();
      errors += estimate.standardError() / repeats;
    }
    double spread = Estimate.of(means).standardError() * Math.sqrt(repeats);
    assertEquals(1, errors / spread, 0.06);
  }

  @Test
  void oneNanMakesBothNan() {
    Estimate estimate = Estimate.of(1, Double.NaN, 3);
    assertTrue(Double.isNaN(estimate.mean()));
    assertTrue(Double.isNaN(estimate.standardError()));
    assertEquals(3, estimate.count());
  }

  @Test
  void oneExampleHasNoStandardError() {
    Estimate estimate = Estimate.of(2.5);
    assertEquals(2.5, estimate.mean());
    assertTrue(Double.isNaN(estimate.standardError()));
    assertEquals(1, estimate.count());
  }

  @Test
  void aDifferenceHasTheVarianceOfBoth() {
    Estimate difference = new Estimate(5, 3, 10).minus(new Estimate(7, 4, 20));
    assertEquals(new Estimate(-2, 5, 30), difference);
  }

  @Test
  void weightsMustFit() {
    assertEquals(
        "estimate: every example needs a weight, but there are 2 numbers and 1 weights",
        refusal(new double[2], 1));
    assertEquals(
        "estimate: weights must be finite and at least 0, but one is NaN",
        refusal(new double[2], 1, Double.NaN));
    assertEquals(
        "estimate: weights must be finite and at least 0, but one is -1.0",
        refusal(new double[2], 1, -1));
    assertEquals(
        "estimate: an example of weight above 0 is needed, but there is none",
        refusal(new double[2], 0, 0));
    assertEquals(
        "estimate: an example of weight above 0 is needed, but there is none",
        refusal(new double[0]));
  }

  private static String refusal(double[] numbers, double... weights) {
    return assertThrows(IllegalArgumentException.class, () -> Estimate.weighted(numbers, weights))
        .getMessage();
  }
}
