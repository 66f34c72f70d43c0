package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.evaluation.Cost;
import org.latent4j.models.evaluation.Estimate;
import org.latent4j.models.evaluation.OpenScore;
import org.latent4j.models.evaluation.OpenScores;
import org.latent4j.models.evaluation.Score;
import org.latent4j.models.evaluation.ScoreList;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class RbmScoresTest extends BackendTest {
  /** Two whole batches and a shorter one. */
  private static final int ROWS = 600;

  private static final RandomKey KEY = RandomKey.of(3);

  private final SmallMachine machine = SmallMachine.random(5, 4, 50);
  private final Rbm rbm = machine.rbm();
  private final RbmParameters p = machine.parameters(backend, DataType.FLOAT64);
  private final Dataset training = dataset(ROWS, 1);
  private final Dataset heldOut = dataset(300, 3);

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

  private static double[] row(Dataset data, int row) {
    return IntStream.range(0, 5).mapToDouble(i -> data.value(row, i)).toArray();
  }

  private static double[] numbers(Dataset data, ToDoubleFunction<double[]> function) {
    return IntStream.range(0, data.rows())
        .mapToDouble(row -> function.applyAsDouble(row(data, row)))
        .toArray();
  }

  private static double mean(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }

  private static double standardError(double[] numbers) {
    double mean = mean(numbers);
    double squares = 0;
    for (double number : numbers) {
      squares += (number - mean) * (number - mean);
    }
    return Math.sqrt(squares / (numbers.length - 1) / numbers.length);
  }

  private static void assertEstimate(double[] expected, Estimate estimate, double close) {
    assertEquals(mean(expected), estimate.mean(), close);
    assertEquals(standardError(expected), estimate.standardError(), close);
    assertEquals(expected.length, estimate.count());
  }

  private Map<String, Estimate> measure(ScoreList<RbmParameters, Tensor> list, Cost most) {
    Scores<RbmParameters, Tensor> scores =
        Scores.of(Reading.values(), list)
            .upTo(most)
            .part("training", training)
            .part("held_out", heldOut);
    try (OpenScores<RbmParameters, Tensor> open = scores.on(backend, DataType.FLOAT64)) {
      return open.measure(p, KEY);
    }
  }

  private Estimate estimate(Score<RbmParameters, Tensor> score, Dataset data) {
    return score.estimate(backend, p, Feed.of(backend, DataType.FLOAT64, data), KEY);
  }

  @Test
  void theScoresAreThoseOfTheDefinitions() {
    Map<String, Estimate> all = measure(RbmScores.of(rbm), Cost.DEAR);
    assertEquals(
        List.of(
            "log_likelihood_training",
            "log_likelihood_held_out",
            "log_partition",
            "pseudo_likelihood_training",
            "pseudo_likelihood_held_out",
            "reconstruction_error_training",
            "reconstruction_error_held_out",
            "reconstruction_cross_entropy_training",
            "reconstruction_cross_entropy_held_out",
            "free_energy_training",
            "free_energy_held_out",
            "free_energy_gap"),
        new ArrayList<>(all.keySet()));
    double logZ = machine.logPartition();
    assertEquals(logZ, all.get("log_partition").mean(), 1e-12);
    for (String part : List.of("_training", "_held_out")) {
      Dataset data = part.equals("_training") ? training : heldOut;
      assertEstimate(
          numbers(data, v -> machine.logWeightOfVisible(v) - logZ),
          all.get("log_likelihood" + part),
          1e-12);
      assertEstimate(
          numbers(data, machine::logPseudoLikelihood), all.get("pseudo_likelihood" + part), 1e-12);
      assertEstimate(
          numbers(data, v -> errors(v)[0]), all.get("reconstruction_error" + part), 1e-12);
      assertEstimate(
          numbers(data, v -> errors(v)[1]), all.get("reconstruction_cross_entropy" + part), 1e-12);
      assertEstimate(
          numbers(data, v -> -machine.logWeightOfVisible(v)), all.get("free_energy" + part), 1e-12);
    }
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

  @Test
  void theFreeEnergyGapIsHeldOutLessTraining() {
    double[] first = numbers(training, v -> -machine.logWeightOfVisible(v));
    double[] second = numbers(heldOut, v -> -machine.logWeightOfVisible(v));
    assertNotEquals(mean(first), mean(second), 1e-2);
    for (Cost most : Cost.values()) {
      Estimate gap = measure(RbmScores.of(rbm), most).get("free_energy_gap");
      assertEquals(mean(second) - mean(first), gap.mean(), 1e-12);
      assertEquals(
          Math.hypot(standardError(first), standardError(second)), gap.standardError(), 1e-12);
    }
  }

  @Test
  void cheapScoresAreToldAfterAnEpoch() {
    assertEquals(
        List.of(
            "pseudo_likelihood_training",
            "pseudo_likelihood_held_out",
            "reconstruction_error_training",
            "reconstruction_error_held_out",
            "free_energy_gap"),
        new ArrayList<>(measure(RbmScores.of(rbm), Cost.CHEAP).keySet()));
  }

  /** Seeds 0 to 19; 5 standard errors: false-alarm probability 6e-7. */
  @Test
  void theStochasticPseudoLikelihoodScattersAroundTheExactOne() {
    double[] means = new double[20];
    Feed<Tensor> rows = Feed.of(backend, DataType.FLOAT64, training);
    try (OpenScore<RbmParameters, Tensor> score =
        RbmScores.stochasticPseudoLikelihood(rbm).on(backend)) {
      for (int seed = 0; seed < means.length; seed++) {
        means[seed] = score.at(p).estimate(rows, RandomKey.of(seed)).mean();
      }
    }
    assertTrue(standardError(means) > 0, "all seeds gave the same");
    assertEquals(
        mean(numbers(training, machine::logPseudoLikelihood)),
        mean(means),
        5 * standardError(means));
  }

  /**
   * The rows of the first and of the second batch are the same: with the same draws in each batch
   * they had the same estimates.
   */
  @Test
  void everyBatchDrawsItsUnitsAnew() {
    int[] numbers = IntStream.range(0, 512).map(row -> row % 256).toArray();
    Feed<Tensor> twice = Feed.of(backend, DataType.FLOAT64, training.take(numbers));
    try (OpenScore<RbmParameters, Tensor> score =
        RbmScores.stochasticPseudoLikelihood(rbm).on(backend)) {
      double[] estimates = score.at(p).numbers(twice, KEY);
      int different = 0;
      for (int row = 0; row < 256; row++) {
        different += estimates[row] == estimates[256 + row] ? 0 : 1;
      }
      // Four of five draws are of another unit, and some units have the same term.
      assertTrue(different > 128, different + " of 256 rows have another estimate");
    }
  }

  private static String pseudoLikelihood(Rbm rbm, long rows, Cost most) {
    return RbmScores.of(rbm).of(rows, most).stream()
        .map(Score::metric)
        .filter(metric -> metric.name().equals("pseudo_likelihood"))
        .findFirst()
        .orElseThrow()
        .title();
  }

  @Test
  void thePseudoLikelihoodIsExactWhereThatIsLittleWork() {
    Rbm large = Rbm.of(Units.bernoulli(1000), Units.bernoulli(400));
    String exact = "Log pseudo-likelihood";
    String estimate = "Log pseudo-likelihood, estimated from one unit a row";
    assertEquals(exact, pseudoLikelihood(large, 100, Cost.CHEAP));
    assertEquals(estimate, pseudoLikelihood(large, 101, Cost.CHEAP));
    assertEquals(exact, pseudoLikelihood(large, 5000, Cost.DEAR));
    assertEquals(estimate, pseudoLikelihood(large, 5001, Cost.DEAR));
    assertEquals(exact, pseudoLikelihood(large, Integer.MAX_VALUE, Cost.UNBOUNDED));
  }

  @Test
  void aMachineThatCanNotBeEnumeratedHasNoLogLikelihood() {
    Rbm large = Rbm.of(Units.bernoulli(26), Units.bernoulli(30));
    Rbm small = Rbm.of(Units.bernoulli(25), Units.bernoulli(30));
    assertEquals("pseudo_likelihood", first(large));
    assertEquals("log_likelihood", first(small));
  }

  private static String first(Rbm rbm) {
    return RbmScores.of(rbm).of(10, Cost.DEAR).get(0).metric().name();
  }

  @Test
  void tensorsAndDataSetsScoreTheSame() {
    Tensor rows = Tensor.of(backend, training.floats(0, ROWS), ROWS, 5).cast(DataType.FLOAT64);
    Score<RbmParameters, Tensor> score = RbmScores.freeEnergy(rbm);
    assertEquals(estimate(score, training), score.estimate(backend, p, Feed.of(rows), KEY));
  }

  @Test
  void float32ScoresAreCloseToFloat64() {
    RbmParameters rounded = p.cast(DataType.FLOAT32);
    Feed<Tensor> rows = Feed.of(backend, DataType.FLOAT32, training);
    for (Score<RbmParameters, Tensor> score :
        List.of(RbmScores.logLikelihood(rbm), RbmScores.pseudoLikelihood(rbm))) {
      Estimate float32 = score.estimate(backend, rounded, rows, KEY);
      assertEquals(estimate(score, training).mean(), float32.mean(), 1e-5);
    }
  }

  @Test
  void oneNanExampleMakesTheMeanNan() {
    float[] values = training.floats(0, ROWS);
    values[ROWS * 5 - 3] = Float.NaN;
    Dataset broken = Dataset.of("broken", values, 5);
    for (Score<RbmParameters, Tensor> score :
        List.of(
            RbmScores.logLikelihood(rbm),
            RbmScores.pseudoLikelihood(rbm),
            RbmScores.reconstructionError(rbm),
            RbmScores.freeEnergy(rbm))) {
      Estimate estimate = estimate(score, broken);
      assertTrue(Double.isNaN(estimate.mean()), score.metric().name());
      assertTrue(Double.isNaN(estimate.standardError()), score.metric().name());
    }
  }

  @Test
  void dataOfAnotherWidthAreRefused() {
    Dataset wide = Dataset.of("wide", new float[12], 6);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> estimate(RbmScores.freeEnergy(rbm), wide))
            .getMessage();
    assertEquals("rbm [5, 4]: visible states must be [rows, 5], but are [2, 6]", message);
  }

  @Test
  void aFeedMustHaveRows() {
    Tensor empty = Tensor.full(backend, DataType.FLOAT32, 0, 0, 5);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Feed.of(empty)).getMessage();
    assertEquals("feed: at least one row of rank 2 is needed, but the shape is [0, 5]", message);
  }
}
