package org.latent4j.models.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.CentralDifferences;
import org.latent4j.models.loss.Losses;
import org.latent4j.models.network.Initialization.Distribution;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class MlpTest extends BackendTest {
  private static final Mlp SMALL =
      Mlp.inputs(3).layer(4, Activation.TANH).dropout(0.5).layer(2, Activation.IDENTITY);

  private static List<Dense> parameters(Mlp mlp) {
    return mlp.draw(backend, DataType.FLOAT64, RandomKey.of(80));
  }

  private static Tensor input() {
    return matrix(new double[] {1, -0.5, 2}, new double[] {0.3, 0, -1});
  }

  @Test
  void appliesItsLayersOneAfterTheOther() {
    List<Dense> p = parameters(SMALL);
    double[][] x = rows(input());
    double[][] w0 = rows(p.get(0).weights());
    double[][] w1 = rows(p.get(1).weights());
    double[][] y = rows(SMALL.apply(p, input()));
    for (int row = 0; row < 2; row++) {
      double[] hidden = new double[4];
      for (int j = 0; j < 4; j++) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
          sum += x[row][i] * w0[i][j];
        }
        hidden[j] = Math.tanh(sum);
      }
      for (int k = 0; k < 2; k++) {
        double sum = 0;
        for (int j = 0; j < 4; j++) {
          sum += hidden[j] * w1[j][k];
        }
        assertEquals(sum, y[row][k], 1e-14);
      }
    }
  }

  @Test
  void biasesStartAtZeroAndAreAdded() {
    Dense layer = parameters(SMALL).get(1);
    assertArrayEquals(new double[2], layer.bias().toDoubles());
    Dense shifted = new Dense(layer.weights(), vector(10, 20));
    Tensor x = Tensor.full(backend, DataType.FLOAT64, 0, 1, 4);
    assertArrayEquals(new double[] {10, 20}, shifted.apply(x).toDoubles());
  }

  @Test
  void unitsGetTheColumnsAndNumbersThatTheyNeed() {
    Mlp mlp = Mlp.inputs(3).layer(4, Activation.prelu(0.1)).layer(2, Activation.maxout(3));
    List<Dense> p = parameters(mlp);
    assertArrayEquals(
        new double[] {0.1, 0.1, 0.1, 0.1}, p.get(0).learned().orElseThrow().toDoubles());
    assertEquals(6, p.get(1).outputs());
    assertEquals(2, mlp.outputs());
    assertTrue(p.get(1).learned().isEmpty());
    assertEquals(2, mlp.apply(p, input()).shape().dim(1));
    assertEquals("3-4 prelu:0.1-2 maxout:3", mlp.toString());
    // Far from the kinks of both, where differences would see two slopes.
    List<Dense> learns =
        List.of(
            new Dense(
                matrix(new double[] {1, -1}), vector(0.5, -0.5), Optional.of(vector(0.3, 0.2))),
            new Dense(
                matrix(new double[] {1, 3, -1, 1}, new double[] {2, 1, 1, -2}),
                vector(1, 0, 0, 2)));
    Mlp small = Mlp.inputs(1).layer(2, Activation.PRELU).layer(2, Activation.maxout(2));
    Tensor x = matrix(new double[] {1}, new double[] {-2});
    CentralDifferences.check(at -> small.apply(at, x).mul(small.apply(at, x)).sum(), learns);
    List<Dense> without = List.of(new Dense(p.get(0).weights(), p.get(0).bias()), p.get(1));
    assertThrows(IllegalArgumentException.class, () -> mlp.apply(without, input()));
  }

  /** The gradient of a deep net of every activation, with dropout and a penalty on the way. */
  @Test
  void theGradientIsTheDerivative() {
    Mlp deep =
        Mlp.inputs(3)
            .layer(5, Activation.SIGMOID)
            .layer(4, Activation.ELU)
            .dropout(0.3)
            .layer(5, Activation.SOFTPLUS)
            .layer(4, Activation.SELU)
            .layer(4, Activation.leakyRelu(0.2))
            .layer(4, Activation.GELU)
            .layer(3, Activation.IDENTITY);
    Tensor labels = Tensor.of(backend, new int[] {2, 0}, 2);
    CentralDifferences.check(
        (List<Dense> p) ->
            Losses.crossEntropy(deep.apply(p, input(), RandomKey.of(81)), labels).mean(),
        parameters(deep));
  }

  @Test
  void unitsAreDroppedInTrainingAlone() {
    List<Dense> p = parameters(SMALL);
    double[] used = SMALL.apply(p, input()).toDoubles();
    assertArrayEquals(used, SMALL.apply(p, input()).toDoubles());
    double[] trained = SMALL.apply(p, input(), RandomKey.of(1)).toDoubles();
    assertArrayEquals(trained, SMALL.apply(p, input(), RandomKey.of(1)).toDoubles());
    assertFalse(Arrays.equals(used, trained));
    assertFalse(Arrays.equals(trained, SMALL.apply(p, input(), RandomKey.of(2)).toDoubles()));
    Mlp sure = SMALL.layer(1, Activation.IDENTITY);
    assertEquals(0, sure.layers().get(2).dropout());
  }

  @Test
  void layersOfOneWidthStartDifferently() {
    List<Dense> p = parameters(Mlp.inputs(4).layer(4, Activation.RELU).layer(4, Activation.RELU));
    assertFalse(Arrays.equals(p.get(0).weights().toDoubles(), p.get(1).weights().toDoubles()));
  }

  @Test
  void theInitializationCanBeChosen() {
    Initialization own = Initialization.uniform(0.001);
    Mlp changed = SMALL.initialization(own);
    assertEquals(
        Initialization.glorot(Distribution.UNIFORM), changed.layers().get(0).initialization());
    double[] weights = parameters(changed).get(1).weights().toDoubles();
    assertTrue(Arrays.stream(weights).allMatch(w -> Math.abs(w) <= 0.001));
  }

  @Test
  void saysWhatItIs() {
    assertEquals("3-4 tanh-2 identity", SMALL.toString());
    assertEquals(2, SMALL.outputs());
    assertEquals(7, Mlp.inputs(7).outputs());
    assertEquals(3, parameters(SMALL).get(0).inputs());
    assertEquals(4, parameters(SMALL).get(0).outputs());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    List<Dense> p = parameters(SMALL);
    assertMessage(
        "mlp: the input must be [B, 3], but its shape is [1, 2]",
        () -> SMALL.apply(p, matrix(new double[2])));
    assertMessage(
        "mlp: the architecture is 3-4 tanh-2 identity, but the parameters are of layers [[3, 4]]",
        () -> SMALL.apply(p.subList(0, 1), input()));
    assertMessage("mlp: the number of inputs must be at least 1, not 0", () -> Mlp.inputs(0));
    assertMessage(
        "mlp: the number of units in a layer must be at least 1, not 0",
        () -> SMALL.layer(0, Activation.RELU));
    assertMessage(
        "dropout: the probability to drop a unit must be in [0, 1), not 1.0",
        () -> SMALL.dropout(1));
    assertMessage(
        "dense: weights [inputs, outputs] and bias [outputs] are needed, but the shapes are [1, 2]"
            + " and [1]",
        () -> new Dense(matrix(new double[2]), vector(1)));
    assertMessage(
        "dense: weights and bias must be both FLOAT32 or both FLOAT64, but they are FLOAT64 and"
            + " FLOAT32; use cast()",
        () -> new Dense(matrix(new double[2]), vector(1, 2).cast(DataType.FLOAT32)));
    assertEquals(
        "mlp: dropout is set on the layer before it, but there is none yet; call layer() first",
        assertThrows(IllegalStateException.class, () -> Mlp.inputs(1).dropout(0.1)).getMessage());
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
