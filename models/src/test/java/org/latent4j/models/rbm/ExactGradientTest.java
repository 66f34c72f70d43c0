package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.evaluation.OpenScore;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

class ExactGradientTest extends BackendTest {
  private static final double STEP = 1e-5;
  private static final double CLOSE = 1e-6;

  private static Tensor data(int visible) {
    return matrix(
        SmallMachine.state(1, visible),
        SmallMachine.state(6, visible),
        SmallMachine.state(6, visible),
        SmallMachine.state(7, visible));
  }

  @Test
  void isTheDerivativeOfTheLogLikelihoodWhenHiddenStatesAreEnumerated() {
    assertIsDerivative(SmallMachine.random(5, 3, 2));
  }

  @Test
  void isTheDerivativeOfTheLogLikelihoodWhenVisibleStatesAreEnumerated() {
    assertIsDerivative(SmallMachine.random(3, 5, 3));
  }

  private static void assertIsDerivative(SmallMachine machine) {
    RbmParameters p = machine.parameters(backend, DataType.FLOAT64);
    Tensor data = data(machine.visible());
    List<Tensor> gradient = TensorTree.tensors(ExactGradient.of(machine.rbm(), p, data));
    Feed<Tensor> examples = Feed.of(data);
    try (OpenScore<RbmParameters, Tensor> score =
        RbmScores.logLikelihood(machine.rbm()).on(backend)) {
      for (int leaf = 0; leaf < 3; leaf++) {
        double[] derivatives = gradient.get(leaf).toDoubles();
        for (int element = 0; element < derivatives.length; element++) {
          RbmParameters above = shifted(p, leaf, element, STEP);
          RbmParameters below = shifted(p, leaf, element, -STEP);
          double up = score.at(above).estimate(examples, RandomKey.of(0)).mean();
          double down = score.at(below).estimate(examples, RandomKey.of(0)).mean();
          assertEquals((up - down) / (2 * STEP), derivatives[element], CLOSE);
        }
      }
    }
  }

  private static RbmParameters shifted(RbmParameters p, int leaf, int element, double by) {
    List<Tensor> leaves = TensorTree.tensors(p);
    double[] values = leaves.get(leaf).toDoubles();
    values[element] += by;
    int[] dims = leaf == 0 ? new int[] {-1, p.hiddenBias().shape().dim(0)} : new int[] {-1};
    leaves.set(leaf, vector(values).reshape(dims));
    return TensorTree.fromLeaves(p, leaves);
  }

  @Test
  void canBeComputedInAProgram() {
    SmallMachine machine = SmallMachine.random(5, 3, 2);
    RbmParameters p = machine.parameters(backend, DataType.FLOAT64);
    Tensor data = data(5);
    try (Program<?, Tensor, RbmParameters> program =
        Program.compile(backend, v -> ExactGradient.of(machine.rbm(), p, v))) {
      List<Tensor> eager = TensorTree.tensors(ExactGradient.of(machine.rbm(), p, data));
      List<Tensor> traced = TensorTree.tensors(program.run(data));
      for (int leaf = 0; leaf < 3; leaf++) {
        double[] expected = eager.get(leaf).toDoubles();
        double[] actual = traced.get(leaf).toDoubles();
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], actual[i], 1e-12);
        }
      }
    }
  }

  @Test
  void aLargeMachineIsRefused() {
    Rbm rbm = Rbm.of(Units.bernoulli(20), Units.bernoulli(17));
    RbmParameters p =
        new RbmParameters(
            Tensor.full(backend, DataType.FLOAT32, 0, 20, 17),
            Tensor.full(backend, DataType.FLOAT32, 0, 20),
            Tensor.full(backend, DataType.FLOAT32, 0, 17));
    String message =
        assertThrows(IllegalArgumentException.class, () -> ExactGradient.modelMeans(rbm, p))
            .getMessage();
    assertEquals(
        "rbm [20, 17]: the exact gradient enumerates the states of the smaller side, at most 16384,"
            + " but the visible side has 1.05e+06 and the hidden side 1.31e+05; use a smaller"
            + " machine or an estimate",
        message);
  }
}
