package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.BackendTest;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/** The fused updates against the gradient and the formula, number by number. */
class RbmUpdateTest extends BackendTest {
  private static final double RATE = 0.3;
  private static final double MOMENTUM = 0.7;

  private final SmallMachine machine = SmallMachine.random(5, 4, 30);
  private final Rbm rbm = machine.rbm();

  private RbmParameters parameters() {
    return machine.parameters(backend, DataType.FLOAT64);
  }

  private Phases phases() {
    double[][] data = {SmallMachine.state(3, 5), SmallMachine.state(9, 5)};
    return ContrastiveDivergence.persistent(
            rbm, parameters(), matrix(data), matrix(SmallMachine.states(4)), 1, RandomKey.of(31))
        .phases();
  }

  private static Tensor scalar(double value) {
    return Tensor.full(backend, DataType.FLOAT64, value);
  }

  private static double[] leaf(RbmParameters p, int leaf) {
    return TensorTree.tensors(p).get(leaf).toDoubles();
  }

  /** The gradient is that of the definition: data means less chain means, rows counted apart. */
  @Test
  void theGradientIsTheDifferenceOfTheMeans() {
    Phases phases = phases();
    double[][] v0 = rows(phases.positiveVisible());
    double[][] h0 = rows(phases.positiveHidden());
    double[][] v1 = rows(phases.negativeVisible());
    double[][] h1 = rows(phases.negativeHidden());
    RbmParameters gradient = phases.gradient();
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 4; j++) {
        double expected = meanProduct(v0, i, h0, j) - meanProduct(v1, i, h1, j);
        assertEquals(expected, leaf(gradient, 0)[4 * i + j], 1e-14);
      }
      double expected = meanProduct(v0, i, null, 0) - meanProduct(v1, i, null, 0);
      assertEquals(expected, leaf(gradient, 1)[i], 1e-14);
    }
    for (int j = 0; j < 4; j++) {
      double expected = meanProduct(h0, j, null, 0) - meanProduct(h1, j, null, 0);
      assertEquals(expected, leaf(gradient, 2)[j], 1e-14);
    }
  }

  private static double meanProduct(double[][] x, int i, double[][] y, int j) {
    double sum = 0;
    for (int row = 0; row < x.length; row++) {
      sum += x[row][i] * (y == null ? 1 : y[row][j]);
    }
    return sum / x.length;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05})
  void aPlainStepAddsTheGradient(double decay) {
    RbmParameters p = parameters();
    RbmParameters gradient = phases().gradient();
    RbmParameters next = RbmUpdate.ascend(p, phases(), scalar(RATE), decay);
    for (int leaf = 0; leaf < 3; leaf++) {
      double[] before = leaf(p, leaf);
      for (int i = 0; i < before.length; i++) {
        double decayed = leaf == 0 ? decay * before[i] : 0;
        double expected = before[i] + RATE * (leaf(gradient, leaf)[i] - decayed);
        assertEquals(expected, leaf(next, leaf)[i], 1e-14);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05})
  void momentumKeepsAPartOfTheVelocity(double decay) {
    RbmParameters p = parameters();
    RbmParameters velocity = SmallMachine.random(5, 4, 32).parameters(backend, DataType.FLOAT64);
    RbmParameters gradient = phases().gradient();
    RbmUpdate.Moving next =
        RbmUpdate.ascend(
            new RbmUpdate.Moving(p, velocity), phases(), scalar(RATE), scalar(MOMENTUM), decay);
    for (int leaf = 0; leaf < 3; leaf++) {
      double[] before = leaf(p, leaf);
      for (int i = 0; i < before.length; i++) {
        double decayed = leaf == 0 ? decay * before[i] : 0;
        double moved =
            MOMENTUM * leaf(velocity, leaf)[i] + RATE * (leaf(gradient, leaf)[i] - decayed);
        assertEquals(moved, leaf(next.velocity(), leaf)[i], 1e-14);
        assertEquals(before[i] + moved, leaf(next.parameters(), leaf)[i], 1e-14);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05})
  void nesterovsMomentumLooksAhead(double decay) {
    RbmParameters p = parameters();
    RbmParameters velocity = SmallMachine.random(5, 4, 32).parameters(backend, DataType.FLOAT64);
    RbmParameters gradient = phases().gradient();
    RbmUpdate.Moving before = new RbmUpdate.Moving(p, velocity);
    RbmUpdate.Moving after =
        RbmUpdate.nesterov(
            before,
            RbmUpdate.ascend(before, phases(), scalar(RATE), scalar(MOMENTUM), decay),
            scalar(MOMENTUM));
    for (int leaf = 0; leaf < 3; leaf++) {
      double[] start = leaf(p, leaf);
      for (int i = 0; i < start.length; i++) {
        double decayed = leaf == 0 ? decay * start[i] : 0;
        double rise = RATE * (leaf(gradient, leaf)[i] - decayed);
        double moved = MOMENTUM * leaf(velocity, leaf)[i] + rise;
        assertEquals(moved, leaf(after.velocity(), leaf)[i], 1e-14);
        assertEquals(start[i] + MOMENTUM * moved + rise, leaf(after.parameters(), leaf)[i], 1e-14);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN})
  void aWeightDecayBelowZeroIsRefused(double decay) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> RbmUpdate.ascend(parameters(), phases(), scalar(RATE), decay))
            .getMessage();
    assertEquals("learning step: the weight decay must be at least 0, but is " + decay, message);
  }
}
