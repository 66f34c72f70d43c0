package org.latent4j.models.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.SmallMachine;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class RbmEvaluationTest extends BackendTest {
  /** Two whole batches and a shorter one. */
  private static final int ROWS = 600;

  private final SmallMachine machine = SmallMachine.random(5, 4, 50);
  private final RbmParameters p = machine.parameters(backend, DataType.FLOAT64);
  private final RbmEvaluation evaluation =
      RbmEvaluation.of(backend, machine.rbm(), DataType.FLOAT64);
  private final Dataset data = dataset(ROWS, 1);

  @AfterEach
  void closeEvaluation() {
    evaluation.close();
  }

  private static Dataset dataset(int rows, int stride) {
    float[][] values = new float[rows][5];
    for (int row = 0; row < rows; row++) {
      double[] state = SmallMachine.state(row * stride * row % 32, 5);
      for (int i = 0; i < 5; i++) {
        values[row][i] = (float) state[i];
      }
    }
    return Dataset.of("test", values);
  }

  private static double mean(Dataset data, ToDoubleFunction<double[]> function) {
    double sum = 0;
    for (int row = 0; row < data.rows(); row++) {
      double[] example = new double[5];
      for (int i = 0; i < 5; i++) {
        example[i] = data.value(row, i);
      }
      sum += function.applyAsDouble(example);
    }
    return sum / data.rows();
  }

  @Test
  void theLogLikelihoodIsThatOfTheDefinition() {
    double logZ = machine.logPartition();
    double expected = mean(data, v -> machine.logWeightOfVisible(v) - logZ);
    assertEquals(expected, evaluation.logLikelihood(p, Examples.of(data)), 1e-12);
  }

  @Test
  void thePseudoLikelihoodIsThatOfTheDefinition() {
    double expected = mean(data, machine::logPseudoLikelihood);
    assertEquals(expected, evaluation.pseudoLikelihood(p, Examples.of(data)), 1e-12);
  }

  @Test
  void theFreeEnergyGapIsHeldOutLessTraining() {
    Dataset heldOut = dataset(300, 3);
    double expected =
        mean(data, machine::logWeightOfVisible) - mean(heldOut, machine::logWeightOfVisible);
    assertEquals(
        expected, evaluation.freeEnergyGap(p, Examples.of(data), Examples.of(heldOut)), 1e-12);
  }

  @Test
  void reconstructionErrorsAreThoseOfTheDefinition() {
    double squared = evaluation.squaredReconstructionError(p, Examples.of(data));
    double crossEntropy = evaluation.reconstructionCrossEntropy(p, Examples.of(data));
    assertEquals(mean(data, v -> errors(v)[0]), squared, 1e-12);
    assertEquals(mean(data, v -> errors(v)[1]), crossEntropy, 1e-12);
  }

  private double[] errors(double[] v) {
    // The hidden means are no states, so the visible means are computed from the formula.
    double[] reconstruction = reconstruction(v);
    double squared = 0;
    double crossEntropy = 0;
    for (int i = 0; i < 5; i++) {
      squared += (v[i] - reconstruction[i]) * (v[i] - reconstruction[i]) / 5;
      crossEntropy -= Math.log(v[i] == 1 ? reconstruction[i] : 1 - reconstruction[i]);
    }
    return new double[] {squared, crossEntropy};
  }

  private double[] reconstruction(double[] v) {
    double[] h = machine.hiddenMean(v);
    double[][] weights = rows(p.weights());
    double[] b = p.visibleBias().toDoubles();
    double[] reconstruction = new double[5];
    for (int i = 0; i < 5; i++) {
      double input = b[i];
      for (int j = 0; j < 4; j++) {
        input += weights[i][j] * h[j];
      }
      reconstruction[i] = 1 / (1 + Math.exp(-input));
    }
    return reconstruction;
  }

  /** Seeds 0 to 19; 5 standard errors: false-alarm probability 6e-7. */
  @Test
  void theStochasticPseudoLikelihoodScattersAroundTheExactOne() {
    double sum = 0;
    double squares = 0;
    int repeats = 20;
    for (int seed = 0; seed < repeats; seed++) {
      double value =
          evaluation.stochasticPseudoLikelihood(p, Examples.of(data), RandomKey.of(seed));
      sum += value;
      squares += value * value;
    }
    double mean = sum / repeats;
    double error = Math.sqrt((squares / repeats - mean * mean) / (repeats - 1));
    assertTrue(error > 0, "all seeds gave the same");
    assertEquals(mean(data, machine::logPseudoLikelihood), mean, 5 * error);
  }

  @Test
  void tensorsAndDataSetsScoreTheSame() {
    Tensor rows = Tensor.of(backend, data.floats(0, ROWS), ROWS, 5);
    assertEquals(
        evaluation.freeEnergy(p, Examples.of(data)), evaluation.freeEnergy(p, Examples.of(rows)));
  }

  @Test
  void float32ScoresAreCloseToFloat64() {
    RbmParameters rounded = p.cast(DataType.FLOAT32);
    try (RbmEvaluation float32 = RbmEvaluation.of(backend, machine.rbm(), DataType.FLOAT32)) {
      Examples examples = Examples.of(data);
      assertEquals(
          evaluation.logLikelihood(p, examples), float32.logLikelihood(rounded, examples), 1e-5);
      assertEquals(
          evaluation.pseudoLikelihood(p, examples),
          float32.pseudoLikelihood(rounded, examples),
          1e-5);
    }
  }

  @Test
  void oneNanExampleMakesTheMeanNan() {
    float[] values = data.floats(0, ROWS);
    values[ROWS * 5 - 3] = Float.NaN;
    Examples broken = Examples.of(Tensor.of(backend, values, ROWS, 5));
    assertTrue(Double.isNaN(evaluation.freeEnergy(p, broken)));
    assertTrue(Double.isNaN(evaluation.pseudoLikelihood(p, broken)));
    assertTrue(Double.isNaN(evaluation.squaredReconstructionError(p, broken)));
  }

  @Test
  void dataOfAnotherWidthAreRefused() {
    Examples wide = Examples.of(Dataset.of("wide", new float[12], 6));
    String message =
        assertThrows(IllegalArgumentException.class, () -> evaluation.freeEnergy(p, wide))
            .getMessage();
    assertEquals("rbm [5, 4]: visible states must be [rows, 5], but are [2, 6]", message);
  }

  @Test
  void examplesMustHaveRows() {
    Tensor empty = Tensor.full(backend, DataType.FLOAT32, 0, 0, 5);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Examples.of(empty)).getMessage();
    assertEquals(
        "examples: at least one row of rank 2 is needed, but the shape is [0, 5]", message);
  }
}
