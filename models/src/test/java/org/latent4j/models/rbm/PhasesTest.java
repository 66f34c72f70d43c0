package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.BackendTest;
import org.latent4j.models.optimizer.Gradient;
import org.latent4j.models.optimizer.Hyperparameters;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/** The gradient of both phases, and updates by it, against the formulas, number by number. */
class PhasesTest extends BackendTest {
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

  private static Sgd sgd(String form, double decay) {
    Sgd plain = Sgd.rate(1).weightDecay(decay);
    return switch (form) {
      case "plain" -> plain;
      case "momentum" -> plain.momentum(MOMENTUM);
      default -> plain.nesterov(MOMENTUM);
    };
  }

  /** A state in motion, if the optimiser keeps a velocity. */
  private OptimizerState<RbmParameters> moving(Optimizer optimizer) {
    RbmParameters velocity = SmallMachine.random(5, 4, 32).parameters(backend, DataType.FLOAT64);
    OptimizerState<RbmParameters> state = optimizer.start(parameters());
    return new OptimizerState<>(
        state.parameters(),
        state.moments().stream().map(unused -> velocity).toList(),
        state.step());
  }

  /** Climbing by the products themselves follows the formulas of Sgd for the log-likelihood. */
  @ParameterizedTest
  @CsvSource({
    "plain, 0",
    "plain, 0.05",
    "momentum, 0",
    "momentum, 0.05",
    "nesterov, 0",
    "nesterov, 0.05"
  })
  void anUpdateClimbsTheLikelihood(String form, double decay) {
    Sgd sgd = sgd(form, decay);
    OptimizerState<RbmParameters> before = moving(sgd);
    Hyperparameters at = Hyperparameters.rate(scalar(RATE));
    OptimizerState<RbmParameters> after = sgd.update(before, phases().descent(), at);
    RbmParameters gradient = phases().gradient();
    for (int leaf = 0; leaf < 3; leaf++) {
      double[] start = leaf(before.parameters(), leaf);
      for (int i = 0; i < start.length; i++) {
        double rise = RATE * (leaf(gradient, leaf)[i] - (leaf == 0 ? decay * start[i] : 0));
        double moved = rise;
        double expected = start[i] + rise;
        if (sgd.momentCount() == 1) {
          moved += MOMENTUM * leaf(before.moments().get(0), leaf)[i];
          expected = start[i] + (sgd.nesterov() ? MOMENTUM * moved + rise : moved);
          assertEquals(moved, leaf(after.moments().get(0), leaf)[i], 1e-14);
        }
        assertEquals(expected, leaf(after.parameters(), leaf)[i], 1e-14);
      }
    }
    assertEquals(1, after.step().item());
  }

  /** Every optimiser goes the same way, whether the gradient is formed or not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd:0.3",
        "sgd:0.3,weight-decay=0.05",
        "sgd:0.3,momentum=0.7",
        "sgd:0.3,momentum=0.7,weight-decay=0.05",
        "sgd:0.3,momentum=0.7,nesterov",
        "sgd:0.3,momentum=0.7,nesterov,weight-decay=0.05",
        "sgd:0.3,momentum=0.7,clip=0.1",
        "adam:0.1",
        "adamw:0.1,weight-decay=0.3",
        "rmsprop:0.1"
      })
  void formedOrNotTheUpdateIsTheSame(String text) {
    Optimizer optimizer = Optimizer.parse(text);
    OptimizerState<RbmParameters> factors = optimizer.start(parameters());
    OptimizerState<RbmParameters> formed = factors;
    for (int step = 0; step < 5; step++) {
      Hyperparameters at = optimizer.at(scalar(step), 5);
      factors = optimizer.update(factors, phases(factors).descent(), at);
      Gradient<RbmParameters> gradient = Gradient.of(phases(formed).descent().formed());
      formed = optimizer.update(formed, gradient, at);
    }
    for (int leaf = 0; leaf < 3; leaf++) {
      assertArrayEquals(
          leaf(formed.parameters(), leaf), leaf(factors.parameters(), leaf), 1e-12, text);
    }
  }

  private Phases phases(OptimizerState<RbmParameters> state) {
    double[][] data = {SmallMachine.state(3, 5), SmallMachine.state(9, 5)};
    return ContrastiveDivergence.phases(rbm, state.parameters(), matrix(data), 1, RandomKey.of(33));
  }

  @Test
  void whatIsNotOfTheMachineIsRefused() {
    Sgd sgd = Sgd.rate(1);
    OptimizerState<RbmParameters> other =
        sgd.start(SmallMachine.random(5, 3, 1).parameters(backend, DataType.FLOAT64));
    assertThrows(
        IllegalArgumentException.class,
        () -> sgd.update(other, phases().descent(), Hyperparameters.rate(scalar(RATE))));
  }
}
