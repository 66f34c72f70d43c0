package org.latent4j.models.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.learning.Metric.Better;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.learning.ResidentRows;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class ScoresTest extends BackendTest {
  /** Two whole batches and a shorter one. */
  private static final int ROWS = 600;

  private static final Metric WEIGHTED_SUM =
      new Metric("weighted_sum", "Weighted sum", "apples", Better.HIGHER);
  private static final Metric GAP = new Metric("gap", "Sum gap", "apples", Better.NEITHER);
  private static final Metric NOISE = new Metric("noise", "Noise", "", Better.LOWER);
  private static final Metric OFFSET = new Metric("offset", "Offset", "", Better.NEITHER);

  private static final Score<Tensor, Tensor> SUM =
      Score.of(WEIGHTED_SUM, (w, x, key) -> x.mul(w).sum(1));
  private static final Score<Tensor, Tensor> DRAWN =
      Score.of(NOISE, (w, x, key) -> Draws.uniformLike(key, x.sum(1)));

  private final Tensor weights = vector(0.5, -2, 3);
  private final Dataset training = dataset("training rows", ROWS, 7);
  private final Dataset heldOut = dataset("held-out rows", 300, 11);

  private static Dataset dataset(String name, int rows, int factor) {
    float[] values = new float[rows * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * factor % 13 - 4;
    }
    return Dataset.of(name, values, 3);
  }

  private static double[] sums(Dataset data, int rows) {
    return IntStream.range(0, rows)
        .mapToDouble(i -> 0.5 * data.value(i, 0) - 2 * data.value(i, 1) + 3 * data.value(i, 2))
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

  private static Feed<Tensor> feed(Dataset data) {
    return ResidentRows.feed(backend, DataType.FLOAT64, Reading.values(), data);
  }

  private static Scores<Tensor, Tensor> scores(List<Score<Tensor, Tensor>> list) {
    return Scores.of(Reading.values(), list);
  }

  private Map<String, Estimate> measure(Scores<Tensor, Tensor> scores, RandomKey key) {
    try (OpenScores<Tensor, Tensor> open = scores.on(backend, DataType.FLOAT64)) {
      return open.measure(weights, key);
    }
  }

  private static void assertEstimate(double[] expected, Estimate estimate) {
    assertEquals(mean(expected), estimate.mean(), 1e-12);
    assertEquals(standardError(expected), estimate.standardError(), 1e-12);
    assertEquals(expected.length, estimate.count());
  }

  @Test
  void aScoreIsTheMeanOverAllRowsOfAllBatches() {
    Estimate estimate = SUM.estimate(backend, weights, feed(training), RandomKey.of(1));
    assertEstimate(sums(training, ROWS), estimate);
  }

  @Test
  void eachExampleHasItsNumber() {
    try (OpenScore<Tensor, Tensor> open = SUM.on(backend)) {
      double[] numbers = open.at(weights).numbers(feed(training), RandomKey.of(1));
      double[] expected = sums(training, ROWS);
      for (int row = 0; row < ROWS; row++) {
        assertEquals(expected[row], numbers[row], 1e-12);
      }
    }
  }

  @Test
  void anOpenScoreFollowsTheParameters() {
    Feed<Tensor> rows = feed(training);
    try (OpenScore<Tensor, Tensor> open = SUM.on(backend)) {
      double first = open.at(weights).estimate(rows, RandomKey.of(1)).mean();
      double twice = open.at(weights.mul(2)).estimate(rows, RandomKey.of(1)).mean();
      assertEquals(2 * first, twice, 1e-12);
    }
  }

  @Test
  void everyPartIsScoredUnderItsName() {
    Map<String, Estimate> all =
        measure(
            scores(List.of(SUM)).part("training", training).part("held_out", heldOut),
            RandomKey.of(1));
    assertEquals(
        List.of("weighted_sum_training", "weighted_sum_held_out"), new ArrayList<>(all.keySet()));
    assertEstimate(sums(training, ROWS), all.get("weighted_sum_training"));
    assertEstimate(sums(heldOut, 300), all.get("weighted_sum_held_out"));
  }

  @Test
  void aGapIsTheSecondPartLessTheFirst() {
    Scores<Tensor, Tensor> scores =
        scores(List.of(SUM.secondLessFirst(GAP)))
            .part("training", training)
            .part("validation", heldOut)
            .part("test", heldOut.slice(0, 2));
    Estimate gap = measure(scores, RandomKey.of(1)).get("gap");
    double[] first = sums(training, ROWS);
    double[] second = sums(heldOut, 300);
    assertNotEquals(0, mean(second) - mean(first), 1e-3);
    assertEquals(mean(second) - mean(first), gap.mean(), 1e-12);
    assertEquals(
        Math.hypot(standardError(first), standardError(second)), gap.standardError(), 1e-12);
    assertEquals(900, gap.count());
  }

  @Test
  void onePartHasNoGap() {
    Scores<Tensor, Tensor> scores =
        scores(List.of(SUM.secondLessFirst(GAP))).part("all_rows", training);
    assertEquals(List.of(), scores.metrics());
    assertEquals(List.of(), scores.panels());
    assertEquals(Map.of(), measure(scores, RandomKey.of(1)));
  }

  @Test
  void theFirstRowsAreScoredUpToTheLimit() {
    Scores<Tensor, Tensor> scores =
        scores(List.of(SUM)).part("training", training).part("held_out", heldOut).mostRows(301);
    Map<String, Estimate> all = measure(scores, RandomKey.of(1));
    assertEstimate(sums(training, 301), all.get("weighted_sum_training"));
    assertEstimate(sums(heldOut, 300), all.get("weighted_sum_held_out"));
  }

  @Test
  void everyBatchDrawsAnew() {
    RandomKey key = RandomKey.of(5);
    double[] numbers;
    try (OpenScore<Tensor, Tensor> open = DRAWN.on(backend)) {
      numbers = open.at(weights).numbers(feed(training), key);
    }
    int[] batches = {256, 256, 88};
    for (int batch = 0; batch < 3; batch++) {
      double[] drawn =
          Draws.uniformLike(
                  key.fold(batch), Tensor.full(backend, DataType.FLOAT64, 0, batches[batch]))
              .toDoubles();
      for (int i = 0; i < drawn.length; i++) {
        assertEquals(drawn[i], numbers[batch * 256 + i]);
      }
    }
    Set<Double> different = new HashSet<>();
    for (double number : numbers) {
      different.add(number);
    }
    assertEquals(ROWS, different.size());
  }

  @Test
  void readingDrawsAnewForEveryBatchAndApartFromTheScore() {
    Reading<Tensor> noisy =
        Reading.values().map((x, key) -> Draws.uniformLike(key, x.sum(1)).expand(1));
    Score<Tensor, Tensor> read = Score.of(NOISE, (w, x, key) -> x.sum(1));
    Feed<Tensor> rows = ResidentRows.feed(backend, DataType.FLOAT64, noisy, training);
    Set<Double> different = new HashSet<>();
    for (Score<Tensor, Tensor> score : List.of(read, DRAWN)) {
      try (OpenScore<Tensor, Tensor> open = score.on(backend)) {
        for (double number : open.at(weights).numbers(rows, RandomKey.of(5))) {
          different.add(number);
        }
      }
    }
    assertEquals(2 * ROWS, different.size());
  }

  @Test
  void theKeyAndNothingElseDecidesTheDraws() {
    Scores<Tensor, Tensor> scores = scores(List.of(DRAWN)).part("training", training);
    Map<String, Estimate> first = measure(scores, RandomKey.of(1));
    assertEquals(first, measure(scores, RandomKey.of(1)));
    assertNotEquals(first, measure(scores, RandomKey.of(2)));
  }

  @Test
  void weightsOfExamplesCount() {
    Feed<Tensor> rows = feed(training);
    double[] counts = IntStream.range(0, ROWS).mapToDouble(i -> i % 3).toArray();
    Feed<Tensor> weighted =
        new Feed<>() {
          @Override
          public int rows() {
            return rows.rows();
          }

          @Override
          public Optional<double[]> weights() {
            return Optional.of(counts.clone());
          }

          @Override
          public Tensor batch(Tensor indices, RandomKey key) {
            return rows.batch(indices, key);
          }
        };
    double[] sums = sums(training, ROWS);
    double expected = 0;
    for (int i = 0; i < ROWS; i++) {
      expected += counts[i] * sums[i] / ROWS;
    }
    Estimate estimate = SUM.estimate(backend, weights, weighted, RandomKey.of(1));
    assertEquals(expected, estimate.mean(), 1e-12);
    assertEquals(400, estimate.count());
  }

  /** Subtracts a constant that is computed once for the parameters. */
  private static final class Shifted implements Scorer<Tensor, Tensor> {
    private int computed;
    private boolean closed;

    @Override
    public AtParameters<Tensor> at(Tensor parameters) {
      double sum = parameters.sum().item();
      computed++;
      return new AtParameters<>() {
        @Override
        public double[] numbers(Tensor batch, RandomKey key) {
          double[] numbers = batch.slice(1, 0, 1).sum(1).toDoubles();
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] -= sum;
          }
          return numbers;
        }

        @Override
        public List<Double> constants() {
          return List.of(sum);
        }
      };
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void whatIsCommonToAllExamplesIsComputedOnceAndTold() {
    Shifted shifted = new Shifted();
    Score<Tensor, Tensor> score =
        new Score<>(
            WEIGHTED_SUM, Score.Over.EACH_PART, List.of(OFFSET), (Backend unused) -> shifted);
    Scores<Tensor, Tensor> scores =
        scores(List.of(score)).part("training", training).part("held_out", heldOut);
    Map<String, Estimate> all = measure(scores, RandomKey.of(1));
    assertEquals(1, shifted.computed);
    assertTrue(shifted.closed);
    assertEquals(new Estimate(1.5, 0, 0), all.get("offset"));
    double[] expected =
        IntStream.range(0, 300).mapToDouble(i -> heldOut.value(i, 0) - 1.5).toArray();
    assertEstimate(expected, all.get("weighted_sum_held_out"));
    assertEquals(
        scores.metrics().stream().map(Metric::name).toList(), new ArrayList<>(all.keySet()));
  }

  @Test
  void metricsAndPanelsSayWhatIsMeasured() {
    Scores<Tensor, Tensor> scores =
        scores(List.of(SUM, SUM.secondLessFirst(GAP)))
            .part("training", training)
            .part("held_out", heldOut);
    Metric first =
        new Metric("weighted_sum_training", "Weighted sum, training", "apples", Better.HIGHER);
    Metric watched =
        new Metric("weighted_sum_held_out", "Weighted sum, held out", "apples", Better.HIGHER);
    assertEquals(List.of(first, watched, GAP), scores.metrics());
    assertEquals(Optional.of(watched), scores.watched());
    assertEquals(
        List.of(
            new Panel(
                "Weighted sum",
                "apples",
                List.of(new Panel.Line("training", first), new Panel.Line("held out", watched))),
            new Panel(
                "Sum gap: held out less training",
                "apples",
                List.of(new Panel.Line("sum gap", GAP)))),
        scores.panels());
  }

  @Test
  void withoutHeldOutRowsNothingIsWatched() {
    assertEquals(Optional.empty(), scores(List.of(SUM)).part("training", training).watched());
    assertEquals(
        Optional.empty(),
        scores(List.of(SUM.secondLessFirst(GAP)))
            .part("training", training)
            .part("held_out", heldOut)
            .watched());
  }

  @Test
  void partsHaveNamesOfTheirOwn() {
    Scores<Tensor, Tensor> scores = scores(List.of(SUM)).part("training", training);
    assertEquals(
        "scores: there is a part 'training' already",
        assertThrows(IllegalArgumentException.class, () -> scores.part("training", heldOut))
            .getMessage());
    assertEquals(
        "scores: the name of a part must be of lower case letters, digits and underscores, but is"
            + " 'held out'",
        assertThrows(IllegalArgumentException.class, () -> scores.part("held out", heldOut))
            .getMessage());
    assertEquals(
        "scores: at least 1 row must be scored, not 0",
        assertThrows(IllegalArgumentException.class, () -> scores.mostRows(0)).getMessage());
  }

  @Test
  void metricsHaveNamesOfTheirOwn() {
    Scores<Tensor, Tensor> twice = scores(List.of(SUM, SUM)).part("training", training);
    assertEquals(
        "scores: there must be one metric of a name, but there are several called"
            + " weighted_sum_training",
        assertThrows(IllegalArgumentException.class, () -> twice.on(backend, DataType.FLOAT64))
            .getMessage());
  }

  @Test
  void aFunctionMustGiveOneNumberForEachExample() {
    Score<Tensor, Tensor> matrix = Score.of(WEIGHTED_SUM, (w, x, key) -> x.mul(w));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> matrix.estimate(backend, weights, feed(training), RandomKey.of(1)))
            .getMessage();
    assertEquals(
        "score weighted_sum: there must be one number for each example, but of 256 examples there"
            + " are 768",
        message);
  }

  @Test
  void aConstantMustBeOneOfTheScore() {
    try (OpenScore<Tensor, Tensor> open = SUM.on(backend)) {
      OpenScore<Tensor, Tensor>.At at = open.at(weights);
      assertEquals(
          "score weighted_sum: it has no constant offset",
          assertThrows(IllegalArgumentException.class, () -> at.constant(OFFSET)).getMessage());
    }
  }
}
