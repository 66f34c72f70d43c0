package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class PseudoLikelihoodTest extends BackendTest {
  private static final double CLOSE = 1e-12;
  private final SmallMachine machine = SmallMachine.random(5, 4, 6);
  private final Rbm rbm = machine.rbm();

  private RbmParameters parameters() {
    return machine.parameters(backend, DataType.FLOAT64);
  }

  private double[] exact(Tensor v) {
    try (PseudoLikelihood likelihood = PseudoLikelihood.of(backend, rbm)) {
      return likelihood.exact(parameters(), v);
    }
  }

  @Test
  void theExactOneIsTheSumOfAllConditionals() {
    double[][] visible = SmallMachine.states(5);
    double[] actual = exact(matrix(visible));
    for (int row = 0; row < visible.length; row++) {
      assertEquals(machine.logPseudoLikelihood(visible[row]), actual[row], CLOSE);
    }
  }

  /** So many rows that the units are taken in several blocks, with a shorter one at the end. */
  @Test
  void unitsTakenInBlocksGiveTheSame() {
    int copies = 1024;
    Tensor few = matrix(SmallMachine.states(5));
    double[] expected = exact(few);
    double[][] many = new double[32 * copies][];
    for (int row = 0; row < many.length; row++) {
      many[row] = SmallMachine.state(row % 32, 5);
    }
    double[] actual = exact(matrix(many));
    for (int row = 0; row < many.length; row++) {
      assertEquals(expected[row % 32], actual[row], CLOSE);
    }
  }

  @Test
  void oneUnitGivesItsTermTimesTheNumberOfUnits() {
    double[][] visible = SmallMachine.states(5);
    for (int unit = 0; unit < 5; unit++) {
      Tensor number = Tensor.full(backend, DataType.INT32, unit);
      double[] actual =
          PseudoLikelihood.ofUnit(rbm, parameters(), matrix(visible), number).toDoubles();
      for (int row = 0; row < visible.length; row++) {
        assertEquals(5 * machine.logConditional(visible[row], unit), actual[row], CLOSE);
      }
    }
  }

  @Test
  void everyRandomUnitGivesOneOfTheTerms() {
    double[][] visible = SmallMachine.states(5);
    double[] actual =
        PseudoLikelihood.ofRandomUnits(RandomKey.of(8), rbm, parameters(), matrix(visible))
            .toDoubles();
    for (int row = 0; row < visible.length; row++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int unit = 0; unit < 5; unit++) {
        double term = 5 * machine.logConditional(visible[row], unit);
        nearest = Math.min(nearest, Math.abs(term - actual[row]));
      }
      assertEquals(0, nearest, CLOSE);
    }
  }

  /** Seed 9; 5 standard errors: false-alarm probability 6e-7 for each of 32 states, 2e-5 in all. */
  @Test
  void theRandomOneIsUnbiased() {
    int repeats = 4000;
    double[][] many = new double[32 * repeats][];
    for (int row = 0; row < many.length; row++) {
      many[row] = SmallMachine.state(row % 32, 5);
    }
    double[] estimates =
        PseudoLikelihood.ofRandomUnits(RandomKey.of(9), rbm, parameters(), matrix(many))
            .toDoubles();
    for (int state = 0; state < 32; state++) {
      double sum = 0;
      double squares = 0;
      for (int repeat = 0; repeat < repeats; repeat++) {
        double value = estimates[32 * repeat + state];
        sum += value;
        squares += value * value;
      }
      double mean = sum / repeats;
      double error = Math.sqrt((squares / repeats - mean * mean) / (repeats - 1));
      double expected = machine.logPseudoLikelihood(SmallMachine.state(state, 5));
      assertEquals(expected, mean, 5 * error);
    }
  }

  @Test
  void greyValuesAreRoundedToStates() {
    Tensor grey = matrix(new double[] {0.2, 0.51, 1, 0.5, 0.9});
    Tensor states = matrix(new double[] {0, 1, 1, 0, 1});
    assertArrayEquals(exact(states), exact(grey));
  }

  @Test
  void nanDataGiveNan() {
    Tensor v = matrix(new double[] {0, 1, Double.NaN, 0, 1});
    assertTrue(Double.isNaN(exact(v)[0]));
    assertTrue(
        Double.isNaN(PseudoLikelihood.ofRandomUnits(RandomKey.of(0), rbm, parameters(), v).item()));
  }
}
