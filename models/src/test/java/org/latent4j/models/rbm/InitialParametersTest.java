package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class InitialParametersTest extends BackendTest {
  private final Rbm rbm = Rbm.of(Units.bernoulli(300), Units.bernoulli(200));

  private double[] weights(Initialization initialization, long seed) {
    return InitialParameters.draw(
            rbm, initialization, backend, DataType.FLOAT32, RandomKey.of(seed))
        .weights()
        .toDoubles();
  }

  /** Seed 1; bounds of 5 standard errors: false-alarm probability 1.2e-6. */
  @Test
  void normalWeightsHaveTheirStandardDeviation() {
    double[] weights = weights(Initialization.normal(0.01), 1);
    double n = weights.length;
    double mean = Arrays.stream(weights).average().orElseThrow();
    double variance = Arrays.stream(weights).map(w -> w * w).average().orElseThrow();
    assertEquals(0, mean, 5 * 0.01 / Math.sqrt(n));
    assertEquals(1e-4, variance, 5 * 1e-4 * Math.sqrt(2 / n));
  }

  /** Seed 2; of 60,000 draws none in an outer 1000th has a probability below 1e-25. */
  @Test
  void uniformWeightsFillTheirInterval() {
    double bound = 4 * Math.sqrt(6.0 / 500);
    double[] weights = weights(Initialization.glorotSigmoid(), 2);
    double lowest = Arrays.stream(weights).min().orElseThrow();
    double highest = Arrays.stream(weights).max().orElseThrow();
    assertTrue(lowest >= -bound - 1e-6 && lowest < -0.998 * bound, () -> "lowest " + lowest);
    assertTrue(highest <= bound + 1e-6 && highest > 0.998 * bound, () -> "highest " + highest);
    assertArrayEquals(weights, weights(Initialization.uniform(bound), 2));
  }

  @Test
  void biasesAreZero() {
    RbmParameters p =
        InitialParameters.draw(
            rbm, Initialization.normal(1), backend, DataType.FLOAT64, RandomKey.of(3));
    assertArrayEquals(new double[300], p.visibleBias().toDoubles());
    assertArrayEquals(new double[200], p.hiddenBias().toDoubles());
    assertEquals(DataType.FLOAT64, p.type());
  }

  @Test
  void theVisibleBiasIsTheLogOddsOfTheData() {
    Tensor bias =
        InitialParameters.visibleBias(Units.bernoulli(3), vector(0.25, 0, 1), 1_000_000_000_000L);
    double[] values = bias.toDoubles();
    assertEquals(Math.log(0.25 / 0.75), values[0], 1e-9);
    assertEquals(Math.log(1e-12), values[1], 1e-3);
    assertEquals(-Math.log(1e-12), values[2], 1e-3);
  }

  @Test
  void fewRowsCountLess() {
    double[] values =
        InitialParameters.visibleBias(Units.bernoulli(2), vector(0, 0.5), 8).toDoubles();
    assertEquals(Math.log(0.1 / 0.9), values[0], 1e-12);
    assertEquals(0, values[1], 1e-12);
  }

  @Test
  void impossibleSpreadsAreRefused() {
    assertMessage(
        "initial weights: the standard deviation must be finite and at least 0, but is NaN",
        () -> Initialization.normal(Double.NaN));
    assertMessage(
        "initial weights: the bound must be finite and at least 0, but is -1.0",
        () -> Initialization.uniform(-1));
    assertMessage(
        "visible bias: means of at least 1 row are needed, but there are 0",
        () -> InitialParameters.visibleBias(Units.bernoulli(1), vector(0), 0));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
