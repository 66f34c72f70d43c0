package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latent4j.models.BackendTest;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.op.SpecialFunctions;
import org.latent4j.tensor.Tensor;

class PartitionFunctionTest extends BackendTest {

  @ParameterizedTest
  @CsvSource({"5, 4", "4, 5", "1, 6", "6, 1", "6, 6"})
  void isTheSumOverAllJointStates(int visible, int hidden) {
    SmallMachine machine = SmallMachine.random(visible, hidden, 4);
    try (PartitionFunction z = PartitionFunction.of(backend, machine.rbm())) {
      RbmParameters p = machine.parameters(backend, DataType.FLOAT64);
      assertEquals(machine.logPartition(), z.log(p), 1e-12);
      assertEquals(machine.logPartition(), z.log(p.cast(DataType.FLOAT32)), 1e-5);
    }
  }

  /** Without weights the units are independent and log Z is a sum of softplus. */
  @ParameterizedTest
  @CsvSource({"14, 40", "40, 15"})
  void isRightAcrossManyBlocks(int visible, int hidden) {
    double[] b = biases(visible);
    double[] c = biases(hidden);
    double expected =
        Arrays.stream(b).map(SpecialFunctions::softplus).sum()
            + Arrays.stream(c).map(SpecialFunctions::softplus).sum();
    RbmParameters p =
        new RbmParameters(
            Tensor.full(backend, DataType.FLOAT64, 0, visible, hidden), vector(b), vector(c));
    Rbm rbm = Rbm.of(Units.bernoulli(visible), Units.bernoulli(hidden));
    try (PartitionFunction z = PartitionFunction.of(backend, rbm)) {
      assertEquals(expected, z.log(p), 1e-10);
      assertEquals(expected, z.log(p.cast(DataType.FLOAT32)), 1e-4);
    }
  }

  private static double[] biases(int units) {
    double[] biases = new double[units];
    for (int i = 0; i < units; i++) {
      biases[i] = 3 * Math.sin(i + 1);
    }
    return biases;
  }

  @Test
  void largeEnergiesDoNotOverflow() {
    RbmParameters p =
        new RbmParameters(
            Tensor.full(backend, DataType.FLOAT32, 1000, 3, 2),
            vector(5, 5, 5).cast(DataType.FLOAT32),
            vector(-1, -1).cast(DataType.FLOAT32));
    Rbm rbm = Rbm.of(Units.bernoulli(3), Units.bernoulli(2));
    try (PartitionFunction z = PartitionFunction.of(backend, rbm)) {
      // All other states have a probability below exp(-1000).
      assertEquals(6 * 1000 + 15 - 2, z.log(p), 1e-3);
    }
  }

  @Test
  void aNanParameterMakesItNan() {
    SmallMachine machine = SmallMachine.random(3, 2, 5);
    RbmParameters p = machine.parameters(backend, DataType.FLOAT64);
    RbmParameters broken = new RbmParameters(p.weights(), vector(0, Double.NaN, 0), p.hiddenBias());
    try (PartitionFunction z = PartitionFunction.of(backend, machine.rbm())) {
      assertTrue(Double.isNaN(z.log(broken)));
    }
  }

  @Test
  void aLargeMachineIsRefused() {
    Rbm rbm = Rbm.of(Units.bernoulli(784), Units.bernoulli(500));
    String message =
        assertThrows(IllegalArgumentException.class, () -> PartitionFunction.of(backend, rbm))
            .getMessage();
    assertEquals(
        "rbm [784, 500]: exact log Z enumerates the states of the smaller side, at most 33554432,"
            + " but the visible side has 1.02e+236 and the hidden side 3.27e+150; use a smaller"
            + " machine or an estimate",
        message);
  }
}
