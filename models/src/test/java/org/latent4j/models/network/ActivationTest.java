package org.latent4j.models.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.BackendTest;
import org.latent4j.models.CentralDifferences;
import org.latent4j.models.KnownAnswers;
import org.latent4j.program.Gradients;
import org.latent4j.program.Program;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Each function against its formula in plain doubles, PyTorch's numbers and differences. */
class ActivationTest extends BackendTest {
  private static final double[] POINTS = {-800, -30, -3, -0.7, -1e-9, 0, 1e-9, 0.4, 2, 30, 800};

  private static final Map<Activation, DoubleUnaryOperator> FORMULAS =
      Map.of(
          Activation.IDENTITY,
          x -> x,
          Activation.SIGMOID,
          x -> 1 / (1 + Math.exp(-x)),
          Activation.TANH,
          Math::tanh,
          Activation.RELU,
          x -> x > 0 ? x : 0,
          Activation.LEAKY_RELU,
          x -> x > 0 ? x : 0.01 * x,
          Activation.leakyRelu(0.2),
          x -> x > 0 ? x : 0.2 * x,
          Activation.ELU,
          x -> x > 0 ? x : Math.expm1(x),
          Activation.elu(0.5),
          x -> x > 0 ? x : 0.5 * Math.expm1(x),
          Activation.SELU,
          x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
          Activation.SOFTPLUS,
          x -> Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0));

  @Test
  void followsItsFormula() {
    FORMULAS.forEach(
        (activation, formula) -> {
          double[] values = activation.apply(vector(POINTS)).toDoubles();
          for (int i = 0; i < POINTS.length; i++) {
            double expected = formula.applyAsDouble(POINTS[i]);
            String place = activation + " of " + POINTS[i];
            assertEquals(expected, values[i], 1e-14 * Math.abs(expected), place);
          }
        });
  }

  @Test
  void aNanIsNotHidden() {
    for (Activation activation : FORMULAS.keySet()) {
      assertTrue(
          Double.isNaN(activation.apply(vector(Double.NaN, 1)).toDoubles()[0]),
          activation::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "softplus"})
  void agreesWithPyTorch(String name) {
    Activation activation = Activation.named(name);
    for (double[] row : KnownAnswers.rows(ActivationTest.class, "activations.csv", name)) {
      Tensor x = vector(row[0]);
      double slope = Gradients.of((Tensor at) -> activation.apply(at).sum()).apply(x).item();
      String place = name + " of " + row[0];
      // PyTorch 1.13 computes e^x - 1 with cancellation, so its error is absolute.
      double bound = 1e-14 * Math.abs(row[1]) + 4e-16;
      assertEquals(row[1], activation.apply(x).item(), bound, place);
      assertEquals(row[2], slope, 1e-14, place);
    }
  }

  @Test
  void theSlopesAreTheDerivatives() {
    Tensor x = matrix(new double[] {-2.1, -0.6, 0.3}, new double[] {1.2, -0.05, 2.5});
    for (Activation activation : FORMULAS.keySet()) {
      CentralDifferences.check(at -> Functions.square(activation.apply(at)).sum(), x);
    }
    for (Activation activation : List.of(Activation.SOFTMAX, Activation.LOG_SOFTMAX)) {
      Tensor weights = matrix(new double[] {1, -2, 0.5}, new double[] {0.1, 3, -1});
      CentralDifferences.check(at -> activation.apply(at).mul(weights).sum(), x);
    }
  }

  @Test
  void theSlopeAtTheKinkIsTheStatedOne() {
    Map<Activation, Double> slopes =
        Map.of(
            Activation.RELU,
            0.0,
            Activation.LEAKY_RELU,
            1.0,
            Activation.ELU,
            1.0,
            Activation.elu(0.5),
            0.5,
            Activation.SELU,
            1.0507009873554805 * 1.6732632423543772);
    slopes.forEach(
        (activation, slope) -> {
          Tensor zero = vector(0);
          Tensor actual = Gradients.of((Tensor x) -> activation.apply(x).sum()).apply(zero);
          assertEquals(slope, actual.item(), 1e-15, activation::toString);
        });
  }

  @Test
  void softmaxIsADistributionAlongTheLastAxis() {
    double[][] logits = {{1, 2, 4}, {1000, 1001, -1000}};
    double[][] softmax = rows(Activation.SOFTMAX.apply(matrix(logits)));
    double[][] logSoftmax = rows(Activation.LOG_SOFTMAX.apply(matrix(logits)));
    for (int row = 0; row < 2; row++) {
      double largest = Arrays.stream(logits[row]).max().orElseThrow();
      double sum = Arrays.stream(logits[row]).map(x -> Math.exp(x - largest)).sum();
      for (int k = 0; k < 3; k++) {
        double expected = logits[row][k] - largest - Math.log(sum);
        assertEquals(expected, logSoftmax[row][k], 1e-14 * Math.abs(expected));
        assertEquals(Math.exp(expected), softmax[row][k], 1e-15);
      }
    }
  }

  /** Klambauer et al. 2017: for LeCun's weights mean 0 and variance 1 are a fixed point. */
  @Test
  void seluKeepsMeanAndVariance() {
    double[] draws = Draws.normalLike(RandomKey.of(40), vector(new double[200_000])).toDoubles();
    double[] outputs = Activation.SELU.apply(vector(draws)).toDoubles();
    double mean = Arrays.stream(outputs).average().orElseThrow();
    double variance = Arrays.stream(outputs).map(y -> y * y).average().orElseThrow();
    // Seed 40; 5 standard errors of a mean, and of a square whose variance is below 4: 1.2e-6.
    assertEquals(0, mean, 5 / Math.sqrt(200_000));
    assertEquals(1, variance, 5 * 2 / Math.sqrt(200_000));
  }

  @Test
  void aProgramGivesTheSameAsTheEagerCall() {
    Tensor x = vector(POINTS);
    for (Activation activation : FORMULAS.keySet()) {
      try (Program<?, Tensor, Tensor> program = Program.compile(backend, activation::apply)) {
        assertArrayEquals(
            activation.apply(x).toDoubles(), program.run(x).toDoubles(), activation.name());
      }
    }
  }

  @Test
  void isFoundByItsName() {
    assertSame(Activation.RELU, Activation.named("relu"));
    assertSame(Activation.LOG_SOFTMAX, Activation.named("log_softmax"));
    assertMessage(
        "activation: there is no 'swish'; use one of identity, sigmoid, tanh, relu, leaky_relu,"
            + " elu, selu, softplus, softmax, log_softmax",
        () -> Activation.named("swish"));
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertMessage(
        "leaky relu: the slope below 0 must be in [0, 1), not 1.0", () -> Activation.leakyRelu(1));
    assertMessage(
        "leaky relu: the slope below 0 must be in [0, 1), not NaN",
        () -> Activation.leakyRelu(Double.NaN));
    assertMessage("elu: alpha must be positive and finite, not 0.0", () -> Activation.elu(0));
    assertMessage(
        "elu: alpha must be positive and finite, not NaN", () -> Activation.elu(Double.NaN));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
