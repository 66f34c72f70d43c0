package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.log;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.max;
import static org.latent4j.tensor.Functions.sqrt;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.stopGradient;
import static org.latent4j.tensor.Functions.where;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.Differences;
import org.latent4j.testing.NaiveBackend;

/**
 * What is a variable and what is a constant, at kinks and masks, and for gradients of gradients.
 */
class GradientMeaningTest {
  private final NaiveBackend backend = new NaiveBackend();

  record Layer(Tensor weights, Tensor bias) {}

  record Params(List<Layer> layers, Tensor scale) {}

  @AfterEach
  void close() {
    backend.close();
  }

  private Tensor vector(double... elements) {
    return Tensor.of(backend, elements, elements.length);
  }

  private void assertGradient(
      double[] expected, Function<Tensor, Tensor> function, double... elements) {
    Tensor gradient = Gradients.of(function).apply(vector(elements));
    assertArrayEquals(expected, gradient.toDoubles(), 1e-12);
  }

  @Test
  void theGradientHasTheStructureOfTheArguments() {
    Layer first = new Layer(vector(1, 2, 3, 4).reshape(2, 2), vector(5, 6));
    Layer second = new Layer(vector(-1, 1).reshape(2, 1), vector(0.5));
    Params params = new Params(List.of(first, second), Tensor.full(backend, DataType.FLOAT64, 3));
    Tensor x = vector(1, -1).reshape(1, 2);
    Params gradient =
        Gradients.<Params>of(
                p -> {
                  Tensor hidden = x.matmul(p.layers().get(0).weights());
                  Tensor shifted = hidden.add(p.layers().get(0).bias());
                  Tensor out = shifted.matmul(p.layers().get(1).weights());
                  return out.add(p.layers().get(1).bias()).mul(p.scale()).sum();
                })
            .apply(params);
    assertArrayEquals(new double[] {-3, 3, 3, -3}, gradient.layers().get(0).weights().toDoubles());
    assertArrayEquals(new double[] {-3, 3}, gradient.layers().get(0).bias().toDoubles());
    assertArrayEquals(new double[] {9, 12}, gradient.layers().get(1).weights().toDoubles());
    assertEquals(Shape.of(2, 1), gradient.layers().get(1).weights().shape());
    assertArrayEquals(new double[] {3}, gradient.layers().get(1).bias().toDoubles());
    assertEquals(1.5, gradient.scale().item());
  }

  @Test
  void valueAndAuxiliaryResultComeAlong() {
    Tensor x = vector(1, 2);
    Gradients.Evaluated<Tensor> evaluated =
        Gradients.withValue((Tensor y) -> square(y).sum()).apply(x);
    assertEquals(5, evaluated.value().item());
    assertArrayEquals(new double[] {2, 4}, evaluated.gradient().toDoubles());
    Gradients.Explained<Tensor, List<Tensor>> explained =
        Gradients.withAuxiliary(
                (Tensor y) -> new Gradients.Objective<>(y.sum(), List.of(exp(y), x, y)))
            .apply(x);
    assertEquals(3, explained.value().item());
    assertArrayEquals(new double[] {1, 1}, explained.gradient().toDoubles());
    assertArrayEquals(exp(x).toDoubles(), explained.auxiliary().get(0).toDoubles());
    assertArrayEquals(x.toDoubles(), explained.auxiliary().get(1).toDoubles());
    assertArrayEquals(x.toDoubles(), explained.auxiliary().get(2).toDoubles());
  }

  @Test
  void whatHasNoInfluenceHasTheGradientZero() {
    List<Tensor> gradient =
        Gradients.<List<Tensor>>of(in -> in.get(0).sum())
            .apply(List.of(vector(1, 2), vector(3, 4, 5).cast(DataType.FLOAT32)));
    assertArrayEquals(new double[3], gradient.get(1).toDoubles());
    assertEquals(DataType.FLOAT32, gradient.get(1).type());
    assertGradient(new double[2], x -> Tensor.full(backend, DataType.FLOAT64, 7), 1, 2);
    assertGradient(new double[2], x -> Functions.floor(x).sum(), 1.5, 2);
  }

  @Test
  void oneTensorInTwoPlacesIsTwoVariables() {
    Tensor x = vector(2, 3);
    List<Tensor> gradient =
        Gradients.<List<Tensor>>of(in -> square(in.get(0)).mul(in.get(1)).sum())
            .apply(List.of(x, x));
    assertArrayEquals(new double[] {8, 18}, gradient.get(0).toDoubles());
    assertArrayEquals(new double[] {4, 9}, gradient.get(1).toDoubles());
  }

  @Test
  void anArgumentMayBeAnyView() {
    Tensor x = vector(1, 2, 3, 4, 5, 6).reshape(2, 3);
    UnaryOperator<Tensor> gradient =
        Gradients.of(y -> y.slice(0, 0, 1).matmul(y.transpose()).sum());
    for (Tensor view :
        List.of(
            x.transpose(), x.slice(1, 1, 3), x.slice(0, 1, 2), vector(2).broadcastTo(x.shape()))) {
      Tensor dense = Tensor.of(backend, view.toDoubles(), view.shape().dims());
      assertArrayEquals(gradient.apply(dense).toDoubles(), gradient.apply(view).toDoubles());
    }
  }

  /** Three readers of a column: their adjoints are added, then put among zeros, once. */
  @Test
  void readersOfOneSliceShareAnAssembly() {
    UnaryOperator<Tensor> gradient =
        Gradients.of(
            y -> {
              Tensor column = y.slice(1, 0, 1);
              return square(column).add(exp(column)).add(column.mul(3)).sum();
            });
    try (Program<Nothing, Tensor, Tensor> program = Program.compile(backend, gradient)) {
      Tensor x = vector(1, 7, 2, 8).reshape(2, 2);
      assertArrayEquals(
          new double[] {5 + Math.E, 0, 7 + Math.exp(2), 0}, program.run(x).toDoubles(), 1e-14);
      assertEquals(2, program.toString().split("Assemble", -1).length, program.toString());
    }
  }

  @Test
  void capturedTensorsAreConstants() {
    Tensor x = vector(3);
    assertArrayEquals(
        new double[] {3}, Gradients.<Tensor>of(y -> y.mul(x).sum()).apply(x).toDoubles());
  }

  @Test
  void stoppedTensorsAreConstantsAlsoTwice() {
    assertGradient(new double[] {3}, x -> x.mul(stopGradient(x)).sum(), 3);
    UnaryOperator<Tensor> inner = Gradients.of(x -> x.mul(stopGradient(square(x))).sum());
    assertGradient(new double[] {0}, x -> inner.apply(stopGradient(x)).sum(), 3);
    assertGradient(new double[] {6}, x -> x.mul(inner.apply(x)).sum().sub(x.mul(3)).sum(), 3);
  }

  @Test
  void drawsAreConstants() {
    RandomKey key = RandomKey.of(11);
    double noise = Draws.normalLike(key, vector(0)).item();
    assertGradient(new double[] {noise}, x -> x.mul(Draws.normalLike(key, x)).add(1).sum(), 2);
    assertGradient(new double[] {0}, x -> Draws.bernoulli(key, x).sum(), 0.4);
  }

  @Test
  void anInnerGradientSeesItsOwnVariableAlone() {
    // d/dx of x * d/dy (x + y) is 1; mixing up the two variables would give 2.
    assertGradient(
        new double[] {1},
        x -> x.mul(Gradients.<Tensor>of(y -> x.add(y).sum()).apply(vector(5))).sum(),
        3);
    // The inner gradient is 2 x y, at y = x.
    assertGradient(
        new double[] {12},
        x -> Gradients.<Tensor>of(y -> x.mul(square(y)).sum()).apply(x).sum(),
        3);
  }

  @Test
  void gradientsNestAsDeepAsWanted() {
    UnaryOperator<Tensor> first = Gradients.of(x -> square(square(x)).sum());
    UnaryOperator<Tensor> second = Gradients.of(x -> first.apply(x).sum());
    UnaryOperator<Tensor> third = Gradients.of(x -> second.apply(x).sum());
    assertGradient(new double[] {24}, x -> third.apply(x).sum(), 1.5);
    assertArrayEquals(new double[] {36}, third.apply(vector(1.5)).toDoubles());
  }

  @Test
  void tiedExtremaShareTheGradient() {
    assertGradient(new double[] {0.5, 0.5, 0}, x -> x.max(0), 2, 2, 1);
    assertGradient(new double[] {0, 1, 0}, x -> x.min(0), 2, -2, 1);
    double third = 1 / 3.0;
    assertGradient(new double[] {third, third, third}, x -> x.min(0), 2, 2, 2);
  }

  @Test
  void whatIsMaskedHasNoInfluenceThoughItsDerivativeIsInfinite() {
    Tensor zero = Tensor.full(backend, DataType.FLOAT64, 0);
    assertGradient(
        new double[] {0, 1 + Math.log(2)},
        x -> where(lt(zero, x), x.mul(log(x)), zero).sum(),
        0,
        2);
    assertGradient(
        new double[] {0, 0, 0.25}, x -> where(lt(zero, x), sqrt(x), x.mul(0)).sum(), 0, -1, 4);
    assertGradient(new double[] {0, 1}, x -> max(log(x), -9).sum(), 0, 1);
    assertGradient(new double[] {1, Math.E}, x -> where(lt(x, 9), exp(x), x).sum(), 800, 1);
    Tensor missing = vector(Double.NaN, 3);
    assertGradient(
        new double[] {0, 3},
        x -> where(Functions.eq(missing, missing), missing.mul(x), zero).sum(),
        1,
        2);
  }

  @Test
  void aMaskDoesNotHideTheSecondDerivativeWhereTheFirstIsZero() {
    Tensor zero = Tensor.full(backend, DataType.FLOAT64, 0);
    // Half the square of e^x - 1 has the derivatives 0 and 1 at 0.
    UnaryOperator<Tensor> first =
        Gradients.of(x -> square(where(lt(x, 1), exp(x).sub(1), zero)).sum().mul(0.5));
    assertArrayEquals(new double[] {0}, first.apply(vector(0)).toDoubles());
    assertGradient(new double[] {1}, x -> first.apply(x).sum(), 0);
    UnaryOperator<Tensor> entropy =
        Gradients.of(x -> where(lt(zero, x), x.mul(log(x)), zero).sum());
    assertGradient(new double[] {0, 0.5}, x -> entropy.apply(x).sum(), 0, 2);
  }

  @Test
  void typesAreConvertedBothWays() {
    Tensor x = vector(0.5, 2).cast(DataType.FLOAT32);
    Tensor gradient =
        Gradients.<Tensor>of(y -> square(y.cast(DataType.FLOAT64)).sum().cast(DataType.FLOAT32))
            .apply(x);
    assertEquals(DataType.FLOAT32, gradient.type());
    assertArrayEquals(new float[] {1, 4}, gradient.toFloats());
    assertGradient(new double[] {2}, y -> y.cast(DataType.INT32).cast(y.type()).mul(y).sum(), 2.5);
  }

  @Test
  void rowsPickedTwiceAddUp() {
    Tensor rows = Tensor.of(backend, new int[] {1, 1, 0, 1}, 4);
    Tensor weights = vector(1, 10, 100, 1000);
    assertGradient(new double[] {100, 1011, 0}, x -> x.gather(rows).mul(weights).sum(), 5, 6, 7);
  }

  @Test
  void aGradientPenaltyAgreesWithDifferences() {
    Tensor x = vector(0.3, -0.6, 0.2, 0.9).reshape(2, 2);
    Differences.check(
        "gradient penalty",
        p -> {
          UnaryOperator<Tensor> slope =
              Gradients.of(
                  in -> Functions.leakyRelu(in.matmul(p.get(0)), 0.2).matmul(p.get(1)).sum());
          Tensor norms = sqrt(square(slope.apply(x)).sum(1).add(1e-3));
          return square(norms.sub(1)).mean();
        },
        List.of(vector(0.5, -1.2, 0.8, 0.4).reshape(2, 2), vector(0.7, -0.3).reshape(2, 1)));
  }
}
