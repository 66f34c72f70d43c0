package org.latent4j.models.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.tensor.Draws.normalLike;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.models.BackendTest;
import org.latent4j.models.CentralDifferences;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Penalties and the bound on norms. */
class RestraintsTest extends BackendTest {
  private record Layer(Tensor weights, Tensor bias) {}

  private static Layer layer() {
    return new Layer(
        matrix(new double[] {1, -2, 0.5}, new double[] {4, 0.25, -3}), vector(5, 6, 7));
  }

  @Test
  void penaltiesAddUpWeightsAndNoBiases() {
    assertEquals(0.3 * 10.75, Penalties.l1(0.3, layer()).item(), 1e-14);
    assertEquals(0.3 * 30.3125 / 2, Penalties.l2(0.3, layer()).item(), 1e-14);
    assertEquals(0.3 * 21.5, Penalties.l1(0.3, List.of(layer(), layer())).item(), 1e-14);
  }

  @Test
  void thePullOfPenaltiesIsTheirDerivative() {
    CentralDifferences.check(p -> Penalties.l1(0.3, p), layer());
    CentralDifferences.check(p -> Penalties.l2(0.3, p), layer());
    Layer pull = Gradients.of((Layer p) -> Penalties.l2(0.3, p)).apply(layer());
    double[] decay = layer().weights().mul(0.3).toDoubles();
    assertArrayEquals(decay, pull.weights().toDoubles(), 1e-15);
    assertArrayEquals(new double[3], pull.bias().toDoubles());
    Tensor zero = matrix(new double[] {0, 0});
    Tensor flat = Gradients.of((Tensor w) -> Penalties.l1(0.3, w)).apply(zero);
    assertArrayEquals(new double[2], flat.toDoubles());
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void noColumnIsLongerThanTheBound(DataType type) {
    Tensor drawn = normalLike(RandomKey.of(50), Tensor.full(backend, type, 0, 40, 60));
    double[][] before = rows(drawn);
    double[][] after = rows(new MaxNorm(6).apply(drawn));
    int shortened = 0;
    for (int unit = 0; unit < 60; unit++) {
      double scale = Math.min(1, 6 / norm(before, unit));
      shortened += scale < 1 ? 1 : 0;
      assertTrue(norm(after, unit) <= 6 * (1 + 1e-6), "unit " + unit);
      for (int input = 0; input < 40; input++) {
        double expected = before[input][unit] * scale;
        double bound = scale == 1 ? 0 : 1e-6 * Math.abs(expected);
        assertEquals(expected, after[input][unit], bound);
      }
    }
    assertTrue(shortened > 5 && shortened < 55, "shortened " + shortened);
  }

  private static double norm(double[][] weights, int unit) {
    double squares = 0;
    for (double[] row : weights) {
      squares += row[unit] * row[unit];
    }
    return Math.sqrt(squares);
  }

  @Test
  void biasesAndWeightsOfZeroStay() {
    Layer bounded = new MaxNorm(0.5).apply(new Layer(matrix(new double[2]), vector(3, 4)));
    assertArrayEquals(new double[2], bounded.weights().toDoubles());
    assertArrayEquals(new double[] {3, 4}, bounded.bias().toDoubles());
  }

  @Test
  void aNanIsNotHidden() {
    Tensor bounded = new MaxNorm(1).apply(matrix(new double[] {Double.NaN, 1}));
    assertTrue(Double.isNaN(bounded.toDoubles()[0]));
  }
}
