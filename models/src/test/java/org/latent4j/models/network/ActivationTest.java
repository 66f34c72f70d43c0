package org.latent4j.models.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.BackendTest;
import org.latent4j.models.CentralDifferences;
import org.latent4j.models.KnownAnswers;
import org.latent4j.models.network.Initialization.Distribution;
import org.latent4j.op.DataType;
import org.latent4j.op.SpecialFunctions;
import org.latent4j.program.Gradients;
import org.latent4j.program.Program;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Each function against its formula in plain doubles, PyTorch's numbers and differences. */
class ActivationTest extends BackendTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static final double[] POINTS = {-800, -30, -3, -0.7, -1e-9, 0, 1e-9, 0.4, 2, 30, 800};

  private static final Map<Activation, DoubleUnaryOperator> FORMULAS =
      Map.ofEntries(
          Map.entry(Activation.IDENTITY, x -> x),
          Map.entry(Activation.SIGMOID, x -> 1 / (1 + Math.exp(-x))),
          Map.entry(Activation.HARD_SIGMOID, x -> x < -3 ? 0 : x > 3 ? 1 : x / 6 + 0.5),
          Map.entry(Activation.TANH, Math::tanh),
          Map.entry(Activation.HARD_TANH, x -> x < -1 ? -1 : x > 1 ? 1 : x),
          Map.entry(Activation.RELU, x -> x > 0 ? x : 0),
          Map.entry(Activation.LEAKY_RELU, x -> x > 0 ? x : 0.01 * x),
          Map.entry(Activation.leakyRelu(0.2), x -> x > 0 ? x : 0.2 * x),
          Map.entry(Activation.ELU, x -> x > 0 ? x : Math.expm1(x)),
          Map.entry(Activation.elu(0.5), x -> x > 0 ? x : 0.5 * Math.expm1(x)),
          Map.entry(
              Activation.SELU,
              x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))),
          Map.entry(Activation.GELU, x -> x * normal(x)),
          Map.entry(
              Activation.GELU_TANH,
              x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
          Map.entry(Activation.SILU, x -> x / (1 + Math.exp(-x))),
          Map.entry(Activation.MISH, x -> x * Math.tanh(softplus(x))),
          Map.entry(Activation.SOFTPLUS, ActivationTest::softplus));

  /** Whose error far below 0 is that of a number near 1. */
  private static final List<Activation> OF_ABSOLUTE_ERROR =
      List.of(Activation.GELU, Activation.GELU_TANH);

  private static double normal(double x) {
    return SpecialFunctions.erfc(-x / Math.sqrt(2)) / 2;
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);
  }

  @Test
  void followsItsFormula() {
    FORMULAS.forEach(
        (activation, formula) -> {
          double[] values = activation.apply(vector(POINTS)).toDoubles();
          for (int i = 0; i < POINTS.length; i++) {
            double expected = formula.applyAsDouble(POINTS[i]);
            String place = activation + " of " + POINTS[i];
            double size = OF_ABSOLUTE_ERROR.contains(activation) ? POINTS[i] : expected;
            assertEquals(expected, values[i], 1e-14 * Math.abs(size), place);
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

  @Test
  void atInfinityIsTheLimit() {
    Map<Activation, double[]> limits =
        Map.of(
            Activation.SIGMOID, new double[] {0, 1},
            Activation.HARD_SIGMOID, new double[] {0, 1},
            Activation.HARD_TANH, new double[] {-1, 1},
            Activation.RELU, new double[] {0, INFINITY},
            Activation.LEAKY_RELU, new double[] {-INFINITY, INFINITY},
            Activation.ELU, new double[] {-1, INFINITY},
            Activation.GELU, new double[] {0, INFINITY},
            Activation.GELU_TANH, new double[] {0, INFINITY},
            Activation.SILU, new double[] {0, INFINITY},
            Activation.MISH, new double[] {0, INFINITY});
    limits.forEach(
        (activation, limit) -> {
          double[] values = activation.apply(vector(-INFINITY, INFINITY)).toDoubles();
          assertEquals(limit[0], values[0] + 0.0, activation.text());
          assertEquals(limit[1], values[1], activation.text());
        });
  }

  /** Where an exponential or a power of x would overflow, also in FLOAT32. */
  @Test
  void slopesOfHugeNumbersAreThoseOfTheLimits() {
    for (Activation activation :
        List.of(Activation.GELU, Activation.GELU_TANH, Activation.SILU, Activation.MISH)) {
      for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
        Tensor x = vector(-1e30, 1e30).cast(type);
        Tensor slopes = Gradients.of((Tensor at) -> activation.apply(at).sum()).apply(x);
        assertArrayEquals(new double[] {0, 1}, absolute(slopes), activation + " " + type);
      }
    }
  }

  private static double[] absolute(Tensor x) {
    return Functions.abs(x).toDoubles();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "softplus"})
  void agreesWithPyTorch(String name) {
    Activation activation = Activation.parse(name.replace('_', '-'));
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
            Activation.GELU,
            0.5,
            Activation.SILU,
            0.5,
            Activation.HARD_SIGMOID,
            1.0 / 6,
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
            activation.apply(x).toDoubles(), program.run(x).toDoubles(), activation.text());
      }
    }
  }

  @Test
  void hardFunctionsHaveTheirSlopeAtBothBounds() {
    Tensor bounds = vector(-3, 3);
    Tensor slopes =
        Gradients.of((Tensor x) -> Activation.HARD_SIGMOID.apply(x).sum()).apply(bounds);
    assertArrayEquals(new double[] {1.0 / 6, 1.0 / 6}, slopes.toDoubles(), 1e-16);
    Tensor ones =
        Gradients.of((Tensor x) -> Activation.HARD_TANH.apply(x).sum()).apply(vector(-1, 1, 1.1));
    assertArrayEquals(new double[] {1, 1, 0}, ones.toDoubles());
  }

  @Test
  void preluLearnsASlopeForEachUnit() {
    Tensor x = matrix(new double[] {-2, -1, 3}, new double[] {0.5, -4, -6});
    Tensor slopes = vector(0.25, 0.5, -1);
    Tensor y = Activation.PRELU.apply(x, Optional.of(slopes));
    assertArrayEquals(new double[] {-0.5, -0.5, 3, 0.5, -2, 6}, y.toDoubles());
    CentralDifferences.check(
        at -> Functions.square(Activation.PRELU.apply(at.get(0), Optional.of(at.get(1)))).sum(),
        List.of(x, slopes));
    assertMessage(
        "prelu:0.25: each unit learns a number, but none are given; pass Dense.learned()",
        () -> Activation.PRELU.apply(x));
    assertThrows(
        IllegalArgumentException.class, () -> Activation.RELU.apply(x, Optional.of(slopes)));
  }

  @Test
  void maxoutTakesTheLargestOfAUnitsColumns() {
    Tensor x = matrix(new double[] {1, 2, 3, -1, 5, 3}, new double[] {-1, -2, NAN, -3, 0, 7});
    assertArrayEquals(
        new double[] {1, 5, 3, -1, 0, NAN}, Activation.maxout(2).apply(x).toDoubles());
    assertArrayEquals(new double[] {5, 3, NAN, 7}, Activation.maxout(3).apply(x).toDoubles());
    Tensor apart = matrix(new double[] {1, 2, 3, -1}, new double[] {0.5, -2, -1, 4});
    CentralDifferences.check(at -> Functions.square(Activation.maxout(2).apply(at)).sum(), apart);
    Tensor equal =
        Gradients.of((Tensor at) -> Activation.maxout(2).apply(at).sum()).apply(vector(2, 2));
    assertArrayEquals(new double[] {1, 0}, equal.toDoubles());
    assertMessage(
        "maxout: the last axis must hold 4 columns a unit, but the shape is [2, 6]",
        () -> Activation.maxout(4).apply(x));
  }

  /** E f(z)^2 by quadrature: a layer drawn with the gain keeps the mean square of its inputs. */
  @Test
  void theGainsKeepTheMeanSquare() {
    for (String text :
        List.of("relu", "leaky-relu:0.2", "selu", "gelu", "gelu-tanh", "silu", "mish")) {
      Activation activation = Activation.parse(text);
      double[] z = new double[3201];
      Arrays.setAll(z, i -> (i - 1600) / 128.0);
      double[] f = activation.apply(vector(z)).toDoubles();
      double square = 0;
      for (int i = 0; i < z.length; i++) {
        square += f[i] * f[i] * Math.exp(-z[i] * z[i] / 2) / Math.sqrt(2 * Math.PI) / 128;
      }
      assertEquals(1, square * gainSquared(activation), 1e-4, text);
    }
    // Of two normal numbers the larger one has the mean square 1, of three 1 + sqrt(3) / (2 pi).
    assertEquals(1, gainSquared(Activation.maxout(2)), 1e-12);
    assertEquals(1 / (1 + Math.sqrt(3) / (2 * Math.PI)), gainSquared(Activation.maxout(3)), 1e-12);
    assertEquals(2 / 1.0625, gainSquared(Activation.PRELU), 1e-12);
  }

  private static double gainSquared(Activation activation) {
    Initialization weights = activation.initialization();
    if (weights instanceof Initialization.Gain drawn) {
      return drawn.gain() * drawn.gain();
    }
    return weights.equals(Initialization.he(Initialization.Distribution.NORMAL)) ? 2 : 1;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "identity",
        "sigmoid",
        "hard-sigmoid",
        "tanh",
        "hard-tanh",
        "relu",
        "leaky-relu:0.01",
        "leaky-relu:0.2",
        "prelu:0.25",
        "elu:1",
        "elu:0.5",
        "selu",
        "gelu",
        "gelu-tanh",
        "silu",
        "mish",
        "softplus",
        "softmax",
        "log-softmax",
        "maxout:2"
      })
  void theTextIsReadAsItIsWritten(String text) {
    Activation activation = Activation.parse(text);
    assertEquals(text, activation.text());
    assertEquals(text, activation.toString());
    assertEquals(activation, Activation.parse(activation.text()));
  }

  @Test
  void constantsAreWhatTheirTextsSay() {
    assertSame(Activation.RELU, Activation.parse("relu"));
    assertSame(Activation.LOG_SOFTMAX, Activation.parse("log-softmax"));
    assertEquals(Activation.ELU, Activation.parse("elu"));
    assertEquals(Activation.LEAKY_RELU, Activation.parse("leaky-relu"));
    assertEquals(Activation.PRELU, Activation.parse("prelu"));
    assertNotEquals(Activation.ELU, Activation.elu(0.5));
  }

  @Test
  void unknownTextsAreRefused() {
    String known =
        "write identity or sigmoid or hard-sigmoid or tanh or hard-tanh or relu or selu or gelu or"
            + " gelu-tanh or silu or mish or softplus or softmax or log-softmax or"
            + " leaky-relu:SLOPE or prelu:START or elu:ALPHA or maxout:PIECES";
    assertMessage(
        "activation 'leaky_rellu': there is no kind 'leaky_rellu'; did you mean leaky-relu? "
            + known,
        () -> Activation.parse("leaky_rellu"));
    assertMessage(
        "activation 'step': there is no kind 'step'; " + known, () -> Activation.parse("step"));
    assertMessage("activation 'relu:2': 'relu' takes no number", () -> Activation.parse("relu:2"));
    assertMessage("activation 'maxout': write maxout:PIECES", () -> Activation.parse("maxout"));
    assertMessage(
        "activation 'maxout:2.5': PIECES must be a whole number, not '2.5'",
        () -> Activation.parse("maxout:2.5"));
    assertMessage(
        "activation 'elu:-1': elu: alpha must be positive and finite, not -1.0",
        () -> Activation.parse("elu:-1"));
  }

  @Test
  void onesOwnActivationHasItsOwnName() {
    Activation sine =
        Activation.of("sine", Functions::sin, Initialization.glorot(Distribution.UNIFORM));
    assertEquals(Math.sin(2), sine.apply(vector(2)).item());
    assertEquals("sine", sine.text());
    assertMessage(
        "activation: 'elu' is one of the library's; choose another name",
        () -> Activation.of("elu", Functions::sin, sine.initialization()));
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertMessage(
        "leaky relu: the slope below 0 must be in [0, 1), not 1.0", () -> Activation.leakyRelu(1));
    assertMessage(
        "leaky relu: the slope below 0 must be in [0, 1), not NaN",
        () -> Activation.leakyRelu(Double.NaN));
    assertMessage(
        "prelu: the slope below 0 must be in [0, 1), not -0.1", () -> Activation.prelu(-0.1));
    assertMessage("maxout: a unit must have 2 to 64 pieces, not 1", () -> Activation.maxout(1));
    assertMessage("elu: alpha must be positive and finite, not 0.0", () -> Activation.elu(0));
    assertMessage(
        "elu: alpha must be positive and finite, not NaN", () -> Activation.elu(Double.NaN));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
