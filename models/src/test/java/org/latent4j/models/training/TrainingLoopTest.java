package org.latent4j.models.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.tensor.Draws.uniformLike;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Permutation;
import org.latent4j.models.evaluation.Score;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** Every statement of the loop, followed by a plain one. */
class TrainingLoopTest extends BackendTest {
  private static final long SEED = 5;
  private static final Metric X = new Metric("x", "x", "", Metric.Better.LOWER);

  /** Rows 1, 2, 3, … in one column. */
  private static Dataset numbers(int rows) {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = i + 1;
    }
    return Dataset.of("numbers", values, 1);
  }

  private static int[] order(int epoch, int rows) {
    return Permutation.random(rows, RandomKey.of(SEED).fold(3).fold(epoch).bits());
  }

  /** Follows a tracker: x after every step, with the mean of the rows before the first. */
  private static List<Double> plain(Tracker tracker, int rows, int batch, int epochs) {
    List<Double> xs = new ArrayList<>();
    double x = (rows + 1) / 2.0;
    xs.add(x);
    int size = batch * tracker.batchesPerStep();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int[] order = order(epoch, rows);
      for (int from = 0; from < rows; from += size) {
        int to = Math.min(rows, from + size);
        if (to - from == size || tracker.batchesPerStep() == 1) {
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += order[i] + 1;
          }
          x = x / 2 + sum * tracker.rate().at(epoch - 1, epochs);
          xs.add(x);
        }
      }
      x += tracker.perEpoch();
      xs.set(xs.size() - 1, x);
    }
    return xs;
  }

  private Run<Tensor> train(Tracker tracker, Loop loop, Dataset data) {
    return train(tracker, loop, data, Listener.NONE);
  }

  private Run<Tensor> train(Tracker tracker, Loop loop, Dataset data, Listener listener) {
    Score<Tensor, Tensor> score =
        Score.of(X, (x, batch, key) -> batch.cast(DataType.FLOAT64).sum(1).mul(0).add(x));
    Scores<Tensor, Tensor> scores =
        Scores.of(Reading.values(), List.of(score)).part("training", data.slice(0, 1));
    return Training.of(Stage.of("tracker", tracker, loop).scores(scores))
        .seed(SEED)
        .listener(listener)
        .on(backend)
        .fit(data);
  }

  private static double x(Run<Tensor> run) {
    return run.parameters().leaves().get(0).doubles()[0];
  }

  private static void assertClose(double expected, double actual) {
    assertEquals(expected, actual, 1e-12 * Math.max(1, Math.abs(expected)));
  }

  @Test
  void stepsTakeTheRowsInTheOrderOfTheEpochAtItsRate() {
    Tracker tracker = Tracker.of(Schedule.linear(0.3, 0.1));
    for (int batch : new int[] {1, 3, 7, 100}) {
      Run<Tensor> run = train(tracker, Loop.epochs(4).batch(batch), numbers(7));
      List<Double> xs = plain(tracker, 7, Math.min(batch, 7), 4);
      assertClose(xs.get(xs.size() - 1), x(run));
      assertEquals(xs.size() - 1, run.history().get(4).step());
      assertEquals(Run.End.DONE, run.end());
    }
  }

  @Test
  void everyEpochHasAnOrderOfItsOwn() {
    Set<List<Integer>> orders = new HashSet<>();
    for (int epoch = 1; epoch <= 20; epoch++) {
      orders.add(Arrays.stream(order(epoch, 9)).boxed().toList());
    }
    assertEquals(20, orders.size());
  }

  @Test
  void metricsAreMeansOverTheExamplesOfTheEpoch() {
    Run<Tensor> run =
        train(Tracker.of(Schedule.linear(0.3, 0.1)), Loop.epochs(3).batch(4), numbers(10));
    for (int epoch = 1; epoch <= 3; epoch++) {
      Entry entry = run.history().get(epoch);
      assertClose(5.5, entry.values().get("mean"));
      assertEquals(Schedule.linear(0.3, 0.1).at(epoch - 1, 3), entry.values().get("learning_rate"));
      assertEquals(epoch, entry.epoch());
    }
    assertEquals(Set.of("x_training"), run.history().get(0).values().keySet());
  }

  @Test
  void whatABatchOfSeveralLeavesOverIsLeftOut() {
    Tracker tracker = new Tracker(Reading.values(), Schedule.constant(0.1), 2, -1, 0);
    Run<Tensor> run = train(tracker, Loop.epochs(3).batch(2), numbers(11));
    List<Double> xs = plain(tracker, 11, 2, 3);
    assertEquals(7, xs.size());
    assertClose(xs.get(6), x(run));
  }

  @Test
  void theEndOfAnEpochIsTheLearners() {
    Tracker tracker = new Tracker(Reading.values(), Schedule.constant(0.1), 1, -1, 100);
    Run<Tensor> run = train(tracker, Loop.epochs(3).batch(2), numbers(6));
    List<Double> xs = plain(tracker, 6, 2, 3);
    assertClose(xs.get(9), x(run));
    assertClose(xs.get(6), run.history().get(2).values().get("x_training"));
  }

  /** 300 rows are more than are gone through at a time, and the rest is shorter. */
  @Test
  void trainingStartsFromTheMeanOfAllRows() {
    Run<Tensor> run = train(Tracker.of(Schedule.constant(0.1)), Loop.epochs(0), numbers(300));
    assertEquals(150.5, x(run));
  }

  @Test
  void whatAReadingDrawsIsNewInEveryStep() {
    Reading<Tensor> drawn = Reading.values().map((rows, key) -> uniformLike(key, rows));
    Tracker tracker = new Tracker(drawn, Schedule.constant(0.1), 1, -1, 0);
    Run<Tensor> run = train(tracker, Loop.epochs(2).batch(3), numbers(6));
    RandomKey steps = RandomKey.of(SEED).fold(2);
    double x = 3.5;
    Set<Double> sums = new HashSet<>();
    for (int step = 0; step < 4; step++) {
      Tensor like = Tensor.full(backend, DataType.FLOAT32, 0, 3, 1);
      double sum = uniformLike(steps.fold(step).fold(0), like).cast(DataType.FLOAT64).sum().item();
      sums.add(sum);
      x = x / 2 + 0.1 * sum;
    }
    assertEquals(4, sums.size());
    assertClose(x, x(run));
  }

  @Test
  void theParametersOfTheBestEpochAreKept() {
    // x falls while the rate is small, and rises with it.
    Tracker tracker = Tracker.of(Schedule.linear(0.01, 1));
    EarlyStopping patient = new EarlyStopping("x_training", 100, Metric.Better.LOWER);
    Run<Tensor> run = train(tracker, Loop.epochs(6).batch(2).stopEarly(patient), numbers(6));
    int best = best(run);
    assertTrue(best > 0 && best < 6, "the best epoch is " + best);
    assertEquals(best, run.epoch());
    assertEquals(Run.End.DONE, run.end());
    assertClose(plain(tracker, 6, 2, 6).get(3 * best), x(run));

    EarlyStopping eager = new EarlyStopping("x_training", 2, Metric.Better.LOWER);
    Run<Tensor> stopped = train(tracker, Loop.epochs(6).batch(2).stopEarly(eager), numbers(6));
    assertEquals(Run.End.STOPPED_EARLY, stopped.end());
    assertEquals(best + 2, stopped.history().size() - 1);
    assertEquals(best, stopped.epoch());
    assertClose(plain(tracker, 6, 2, 6).get(3 * best), x(stopped));
  }

  private static int best(Run<Tensor> run) {
    int best = 0;
    for (int epoch = 1; epoch < run.history().size(); epoch++) {
      double value = run.history().get(epoch).values().get("x_training");
      best = value < run.history().get(best).values().get("x_training") ? epoch : best;
    }
    return best;
  }

  /** More steps than lie between two checks, so that the last one has to be found. */
  @Test
  void theLastFiniteParametersAreThoseBeforeTheStep() {
    Tracker tracker = new Tracker(Reading.values(), Schedule.constant(0.1), 1, 137, 0);
    TrainingDivergedException diverged =
        assertThrows(
            TrainingDivergedException.class,
            () -> train(tracker, Loop.epochs(2).batch(1), numbers(150)));
    assertClose(
        plain(tracker, 150, 1, 1).get(137),
        diverged.lastFinite().parameters().leaves().get(0).doubles()[0]);
    assertTrue(
        diverged.getMessage().contains("in epoch 1, step 138 of 150, at learning_rate 0.1;"),
        diverged.getMessage());
  }

  @Test
  void trainingGoesBackAfterADivergence() {
    Tracker tracker = new Tracker(Reading.values(), Schedule.constant(0.1), 1, 137, 0);
    List<Event.RolledBack> events = new ArrayList<>();
    Listener listener =
        event -> {
          if (event instanceof Event.RolledBack back) {
            events.add(back);
          }
          return Listener.Answer.CONTINUE;
        };
    Loop loop = Loop.epochs(1).batch(1).onDivergence(new Divergence(1, 0.5));
    Run<Tensor> run = train(tracker, loop, numbers(150), listener);
    assertEquals(1, events.size());
    assertEquals(100, events.get(0).toStep());
    assertEquals(0.5, events.get(0).slower());
    double x = plain(tracker, 150, 1, 1).get(100);
    int[] order = order(1, 150);
    for (int step = 100; step < 150; step++) {
      x = x / 2 + 0.5 * 0.1 * (order[step] + 1);
    }
    assertClose(x, x(run));
    assertNotEquals(plain(tracker, 150, 1, 1).get(150), x(run));
  }

  @Test
  void earlyStoppingNeedsWhatIsMeasured() {
    Loop loop = Loop.epochs(1).stopEarly(new EarlyStopping("loss", 3, Metric.Better.LOWER));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> train(Tracker.of(Schedule.constant(0.1)), loop, numbers(3)));
    assertEquals(
        "early stopping: nobody measures 'loss'; there are: mean, x_training",
        refused.getMessage());
  }
}
