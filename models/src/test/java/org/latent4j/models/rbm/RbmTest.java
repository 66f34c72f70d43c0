package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class RbmTest extends BackendTest {
  private static final double CLOSE = 1e-12;
  private final SmallMachine machine = SmallMachine.random(5, 4, 1);
  private final Rbm rbm = machine.rbm();

  private RbmParameters parameters() {
    return machine.parameters(backend, DataType.FLOAT64);
  }

  @Test
  void energyIsThatOfTheDefinition() {
    double[][] hidden = SmallMachine.states(4);
    double[][] visible = new double[16][];
    for (int row = 0; row < 16; row++) {
      visible[row] = SmallMachine.state(31 - row, 5);
    }
    double[] energies = rbm.energy(parameters(), matrix(visible), matrix(hidden)).toDoubles();
    for (int row = 0; row < 16; row++) {
      assertEquals(machine.energy(visible[row], hidden[row]), energies[row], CLOSE);
    }
  }

  @Test
  void freeEnergySumsTheHiddenStatesOut() {
    double[][] visible = SmallMachine.states(5);
    double[] actual = rbm.freeEnergy(parameters(), matrix(visible)).toDoubles();
    for (int row = 0; row < visible.length; row++) {
      assertEquals(-machine.logWeightOfVisible(visible[row]), actual[row], CLOSE);
    }
  }

  @Test
  void hiddenFreeEnergySumsTheVisibleStatesOut() {
    double[][] hidden = SmallMachine.states(4);
    double[] actual = rbm.hiddenFreeEnergy(parameters(), matrix(hidden)).toDoubles();
    for (int row = 0; row < hidden.length; row++) {
      assertEquals(-machine.logWeightOfHidden(hidden[row]), actual[row], CLOSE);
    }
  }

  @Test
  void meansAreTheConditionalProbabilities() {
    double[][] visible = SmallMachine.states(5);
    double[][] hidden = SmallMachine.states(4);
    double[][] hiddenMeans = rows(rbm.hiddenMean(parameters(), matrix(visible)));
    double[][] visibleMeans = rows(rbm.visibleMean(parameters(), matrix(hidden)));
    for (int row = 0; row < visible.length; row++) {
      assertArrayEquals(machine.hiddenMean(visible[row]), hiddenMeans[row], CLOSE);
    }
    for (int row = 0; row < hidden.length; row++) {
      assertArrayEquals(machine.visibleMean(hidden[row]), visibleMeans[row], CLOSE);
    }
  }

  @Test
  void samplesAreDrawnWithTheConditionalProbabilities() {
    RandomKey key = RandomKey.of(3);
    Tensor v = matrix(SmallMachine.states(5));
    Tensor h = matrix(SmallMachine.states(4));
    RbmParameters p = parameters();
    assertArrayEquals(
        rbm.hidden().sample(key, rbm.hiddenInput(p, v)).toDoubles(),
        rbm.sampleHidden(key, p, v).toDoubles());
    assertArrayEquals(
        rbm.visible().sample(key, rbm.visibleInput(p, h)).toDoubles(),
        rbm.sampleVisible(key, p, h).toDoubles());
  }

  @Test
  void float32AgreesWithFloat64() {
    Tensor v = matrix(SmallMachine.states(5));
    RbmParameters p = parameters();
    double[] exact = rbm.freeEnergy(p, v).toDoubles();
    double[] rounded =
        rbm.freeEnergy(p.cast(DataType.FLOAT32), v.cast(DataType.FLOAT32)).toDoubles();
    assertArrayEquals(exact, rounded, 1e-5);
  }

  @Test
  void aProgramGivesWhatEagerFunctionsGive() {
    RbmParameters p = parameters();
    Tensor v = matrix(SmallMachine.states(5));
    try (Program<?, Tensor, Tensor> program = Program.compile(backend, x -> rbm.freeEnergy(p, x))) {
      assertArrayEquals(rbm.freeEnergy(p, v).toDoubles(), program.run(v).toDoubles(), CLOSE);
    }
  }

  @Test
  void gibbsKernelsTellWhatTheyDrewFrom() {
    RbmParameters p = parameters();
    Tensor v = matrix(SmallMachine.states(5));
    RandomKey key = RandomKey.of(11);
    var kernel = rbm.gibbs(p);
    var moved = kernel.step(key, kernel.init(v));
    Tensor h = rbm.sampleHidden(key.fold(0), p, v);
    assertArrayEquals(h.toDoubles(), moved.info().between().toDoubles());
    assertArrayEquals(rbm.visibleInput(p, h).toDoubles(), moved.info().input().toDoubles());
    assertArrayEquals(
        rbm.sampleVisible(key.fold(1), p, h).toDoubles(), moved.state().position().toDoubles());
  }

  @Test
  void aNanParameterShowsInEverything() {
    RbmParameters p = parameters();
    RbmParameters broken =
        new RbmParameters(p.weights(), p.visibleBias(), vector(0, Double.NaN, 0, 0));
    Tensor v = matrix(SmallMachine.state(5, 5));
    assertTrue(Double.isNaN(rbm.freeEnergy(broken, v).item()));
    assertTrue(Double.isNaN(rbm.hiddenMean(broken, v).toDoubles()[1]));
    assertTrue(Double.isNaN(rbm.sampleHidden(RandomKey.of(0), broken, v).toDoubles()[1]));
  }

  @Test
  void wrongShapesAreRefusedByName() {
    RbmParameters p = parameters();
    assertMessage(
        "rbm [5, 4]: visible states must be [rows, 5], but are [1, 6]",
        () -> rbm.hiddenInput(p, matrix(new double[6])));
    assertMessage(
        "rbm [5, 4]: hidden states must be [rows, 4], but are [1, 5]",
        () -> rbm.visibleMean(p, matrix(new double[5])));
    assertMessage(
        "rbm [5, 3]: the weights must be [5, 3], but are [5, 4]",
        () -> Rbm.of(Units.bernoulli(5), Units.bernoulli(3)).freeEnergy(p, matrix(new double[5])));
    assertMessage(
        "rbm parameters: weights [V, H], visible bias [V] and hidden bias [H] are needed, but the"
            + " shapes are [5, 4], [4] and [4]",
        () -> new RbmParameters(p.weights(), p.hiddenBias(), p.hiddenBias()));
    assertMessage(
        "rbm parameters: all must be FLOAT32 or all FLOAT64, but they are FLOAT64, FLOAT64 and"
            + " FLOAT32; use cast()",
        () ->
            new RbmParameters(p.weights(), p.visibleBias(), p.hiddenBias().cast(DataType.FLOAT32)));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
