package org.latent4j.models.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.BackendTest;
import org.latent4j.models.network.Initialization.Distribution;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;

/** Variances of 300 x 200 weights. {@code InitialParametersTest} has those with a given spread. */
class InitializationTest extends BackendTest {
  private static final int INPUTS = 300;
  private static final int OUTPUTS = 200;

  private static double[] weights(Initialization initialization) {
    return Dense.draw(initialization, backend, DataType.FLOAT32, RandomKey.of(60), INPUTS, OUTPUTS)
        .weights()
        .toDoubles();
  }

  private static Initialization scheme(String name, Distribution distribution) {
    return switch (name) {
      case "glorot" -> Initialization.glorot(distribution);
      case "he" -> Initialization.he(distribution);
      default -> Initialization.leCun(distribution);
    };
  }

  /**
   * Seed 60; bounds of 5 standard errors: false-alarm probability 1.2e-6 for each of 12 numbers.
   */
  @ParameterizedTest
  @CsvSource({"glorot,0.004", "he,0.006666666667", "leCun,0.003333333333"})
  void weightsHaveTheVarianceOfTheirScheme(String name, double variance) {
    for (Distribution distribution : Distribution.values()) {
      double[] weights = weights(scheme(name, distribution));
      double n = weights.length;
      double mean = Arrays.stream(weights).average().orElseThrow();
      double square = Arrays.stream(weights).map(w -> w * w).average().orElseThrow();
      // The variance of a square is 2 v^2 for normal weights and 0.8 v^2 for uniform ones.
      double spread = variance * Math.sqrt(distribution == Distribution.NORMAL ? 2 : 0.8);
      assertEquals(0, mean, 5 * Math.sqrt(variance / n));
      assertEquals(variance, square, 5 * spread / Math.sqrt(n));
      double largest = Arrays.stream(weights).map(Math::abs).max().orElseThrow();
      double bound = Math.sqrt(3 * variance);
      assertEquals(distribution == Distribution.UNIFORM, largest <= bound * (1 + 1e-6));
      assertTrue(largest > 0.998 * bound);
    }
  }

  /** Seed 60; 5 standard errors: false-alarm probability 6e-7. */
  @Test
  void aGainIsTheRootOfTheVarianceTimesTheInputs() {
    double variance = 1.5 * 1.5 / INPUTS;
    double[] weights = weights(Initialization.gain(1.5));
    double square = Arrays.stream(weights).map(w -> w * w).average().orElseThrow();
    assertEquals(variance, square, 5 * variance * Math.sqrt(2.0 / weights.length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "normal:0.01",
        "uniform:0.1",
        "gain:1.5",
        "glorot",
        "glorot-normal",
        "glorot-sigmoid",
        "he",
        "he-uniform",
        "lecun",
        "lecun-uniform"
      })
  void theTextIsReadAsItIsWritten(String text) {
    assertEquals(text, Initialization.parse(text).text());
  }

  @Test
  void textsNameTheirScheme() {
    assertEquals(Initialization.normal(0.01), Initialization.parse("normal:0.01"));
    assertEquals(Initialization.uniform(2), Initialization.parse("uniform:2"));
    assertEquals(
        Initialization.glorot(Distribution.UNIFORM), Initialization.parse("glorot-uniform"));
    assertEquals(Initialization.glorotSigmoid(), Initialization.parse("glorot-sigmoid"));
    assertEquals(Initialization.he(Distribution.NORMAL), Initialization.parse("he-normal"));
    assertEquals(Initialization.leCun(Distribution.NORMAL), Initialization.parse("lecun-normal"));
  }

  @Test
  void unknownTextsAreRefused() {
    assertRefused(
        "initial weights 'norml:1': there is no kind 'norml'; did you mean normal? write"
            + " normal:DEVIATION or uniform:BOUND or gain:GAIN or glorot or glorot-normal or"
            + " glorot-sigmoid or he or he-uniform or lecun or lecun-uniform",
        "norml:1");
    assertRefused("initial weights 'normal': write normal:DEVIATION", "normal");
    assertRefused("initial weights 'he:2': 'he' takes no number", "he:2");
    assertRefused(
        "initial weights 'normal:-1': the standard deviation must be finite and at least 0, but is"
            + " -1.0",
        "normal:-1");
  }

  private static void assertRefused(String message, String text) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Initialization.parse(text))
            .getMessage());
  }

  @Test
  void theSameKeyGivesTheSameWeights() {
    Initialization he = Initialization.he(Distribution.NORMAL);
    assertArrayEquals(weights(he), weights(he));
  }

  @Test
  void everyActivationNamesTheWeightsItNeeds() {
    assertEquals(Initialization.he(Distribution.NORMAL), Activation.RELU.initialization());
    assertEquals(Initialization.leCun(Distribution.NORMAL), Activation.SELU.initialization());
    assertEquals(Initialization.glorot(Distribution.UNIFORM), Activation.TANH.initialization());
  }
}
