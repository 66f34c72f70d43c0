package org.latent4j.models.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Digits;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.RbmScores;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.unit.Units;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

class TrainingTest {
  private static final Rbm RBM = Rbm.of(Units.bernoulli(64), Units.bernoulli(12));

  private static Backend backend;
  private static Dataset digits;

  @BeforeAll
  static void open() {
    backend = Backends.open(System.getProperty("latent4j.test.backend", "java"));
    digits = Digits.load().threshold(0.5).slice(0, 200);
  }

  @AfterAll
  static void close() {
    backend.close();
  }

  private static Scores<RbmParameters, Tensor> scores() {
    return Scores.of(Reading.values(), RbmScores.of(RBM));
  }

  private static Training training(Method method) {
    return Training.of(RBM, method).epochs(3).seed(5).on(backend);
  }

  private static float[] weights(RbmModel model) {
    return Scope.within(() -> model.on(backend).weights().toFloats());
  }

  private static Monitor returning(String metric, double... values) {
    return new Monitor() {
      @Override
      public List<String> metrics() {
        return List.of(metric);
      }

      @Override
      public Map<String, Double> measure(Subject subject) {
        return Map.of(metric, values[Math.min(subject.epoch(), values.length - 1)]);
      }
    };
  }

  @Test
  void everyMethodLearns() {
    for (Method method : List.of(Cd.steps(1), Cd.steps(3), Pcd.steps(1), Pcd.steps(2).chains(7))) {
      Run run =
          training(method)
              .optimizer(Sgd.rate(0.2).momentum(0.5).weightDecay(1e-4))
              .scores(scores().part("digits", digits))
              .epochs(20)
              .fit(digits);
      double before = run.history().get(0).values().get("pseudo_likelihood_digits");
      double after = run.history().get(20).values().get("pseudo_likelihood_digits");
      assertTrue(after > before + 2, method.label() + ": " + before + " to " + after);
    }
  }

  @Test
  void nesterovsMomentumIsNotIgnored() {
    float[] plain =
        weights(training(Cd.steps(1)).optimizer(Sgd.rate(0.1).momentum(0.5)).fit(digits).model());
    float[] ahead =
        weights(training(Cd.steps(1)).optimizer(Sgd.rate(0.1).nesterov(0.5)).fit(digits).model());
    assertFalse(Arrays.equals(plain, ahead));
  }

  @Test
  void theSeedAndNothingElseDecides() {
    float[] first = weights(training(Pcd.steps(1)).fit(digits).model());
    assertArrayEquals(first, weights(training(Pcd.steps(1)).fit(digits).model()));
    float[] other = weights(training(Pcd.steps(1)).seed(6).fit(digits).model());
    assertFalse(Arrays.equals(first, other));
  }

  @Test
  void monitorsDoNotChangeWhatIsLearned() {
    float[] unwatched = weights(training(Cd.steps(1)).fit(digits).model());
    Scores<RbmParameters, Tensor> drawn =
        Scores.of(
                Reading.values(),
                List.of(
                    RbmScores.stochasticPseudoLikelihood(RBM), RbmScores.reconstructionError(RBM)))
            .part("digits", digits);
    Training watched = training(Cd.steps(1)).scores(drawn);
    assertArrayEquals(unwatched, weights(watched.fit(digits).model()));
  }

  @Test
  void noEpochLeavesTheInitialModel() {
    Run run = training(Cd.steps(1)).epochs(0).initialization(Initialization.normal(0)).fit(digits);
    assertEquals(0, run.epoch());
    assertEquals(1, run.history().size());
    assertArrayEquals(new float[64 * 12], weights(run.model()), 1e-30f);
  }

  @Test
  void theLastMinibatchMayBeShorterAndABatchLargerThanTheDataIsAllOfThem() {
    List<Integer> steps = new ArrayList<>();
    TrainingListener counting =
        new TrainingListener() {
          @Override
          public void onSteps(int epoch, int step, int stepsPerEpoch) {
            steps.add(stepsPerEpoch);
          }
        };
    training(Cd.steps(1)).batch(64).epochs(1).listener(counting).fit(digits);
    assertEquals(List.of(4, 4, 4, 4), steps);
    steps.clear();
    training(Pcd.steps(1)).batch(1000).epochs(1).listener(counting).fit(digits);
    assertEquals(List.of(1), steps);
  }

  @Test
  void stochasticBinarizationDrawsNewStatesFromTheValues() {
    Dataset grey = Digits.load().slice(0, 200);
    float[] values = weights(training(Cd.steps(1)).fit(grey).model());
    float[] drawn = weights(training(Cd.steps(1)).binarize(true).fit(grey).model());
    assertFalse(Arrays.equals(values, drawn));
    // Of states that are 0 or 1 already the draw is the state itself.
    float[] states = weights(training(Cd.steps(1)).fit(digits).model());
    assertArrayEquals(states, weights(training(Cd.steps(1)).binarize(true).fit(digits).model()));
  }

  @Test
  void divergenceNamesTheStepAndKeepsTheLastFiniteModel() {
    TrainingDivergedException diverged =
        assertThrows(
            TrainingDivergedException.class,
            () ->
                training(Cd.steps(1))
                    .optimizer(Sgd.rate(Schedule.exponential(0.1, 1e30)))
                    .epochs(10)
                    .fit(digits));
    assertTrue(
        diverged
            .getMessage()
            .matches(
                "training diverged: the \\w+ became infinite or not a number in epoch \\d+, step"
                    + " \\d+ of 10, at learning rate [0-9.E]+; lower the rate, or the momentum if"
                    + " there is one"),
        diverged.getMessage());
    Run last = diverged.lastFinite();
    Scope.within(
        () -> {
          for (Tensor leaf : TensorTree.tensors(last.model().on(backend))) {
            for (double value : leaf.toDoubles()) {
              assertTrue(Double.isFinite(value));
            }
          }
          return last;
        });
    assertEquals(last.epoch(), last.history().size() - 1);
  }

  @Test
  void earlyStoppingKeepsTheBestEpoch() {
    Training watched =
        training(Cd.steps(1))
            .epochs(20)
            .monitor(returning("score", 1, 2, 5, 4, 3, 4.5, 6))
            .stopEarly(new EarlyStopping("score", 3, true));
    Run run = watched.fit(digits);
    assertTrue(run.stoppedEarly());
    assertEquals(2, run.epoch());
    assertEquals(6, run.history().size());
    Run two = training(Cd.steps(1)).epochs(2).fit(digits);
    assertArrayEquals(weights(two.model()), weights(run.model()));
  }

  @Test
  void earlyStoppingThatIsNeverNeededStillKeepsTheBestEpoch() {
    Run run =
        training(Cd.steps(1))
            .epochs(4)
            .monitor(returning("error", 9, 3, Double.NaN, 2, 8))
            .stopEarly(new EarlyStopping("error", 10, false))
            .fit(digits);
    assertFalse(run.stoppedEarly());
    assertEquals(3, run.epoch());
    assertNotEquals(0, run.model().provenance().size());
  }

  @Test
  void refusesWhatItCanNotDo() {
    assertMessage(
        "early stopping: no monitor measures 'loss'; there are: score",
        () ->
            training(Cd.steps(1))
                .monitor(returning("score", 1))
                .stopEarly(new EarlyStopping("loss", 3, true))
                .fit(digits));
    assertMessage(
        "training: batch must be at least 1, but got 0", () -> training(Cd.steps(1)).batch(0));
    assertMessage(
        "training: epochs must be at least 0, but got -1", () -> training(Cd.steps(1)).epochs(-1));
    assertMessage("CD: at least 1 Gibbs step is needed, not 0", () -> Cd.steps(0));
    assertMessage("PCD: at least 1 chain is needed, not 0", () -> Pcd.steps(1).chains(0));
    assertMessage(
        "sgd: the momentum must be in [0, 1), not NaN", () -> Sgd.rate(1).momentum(Double.NaN));
    assertMessage("sgd: the learning rate must be positive and finite, not 0", () -> Sgd.rate(0));
    Dataset outside = Dataset.of("counts", new float[] {0, 1, 3, 0}, 2);
    Rbm rbm = Rbm.of(Units.bernoulli(2), Units.bernoulli(2));
    assertThrows(
        DataFormatException.class, () -> Training.of(rbm, Cd.steps(1)).on(backend).fit(outside));
    assertThrows(IllegalStateException.class, () -> Training.of(rbm, Cd.steps(1)).fit(outside));
  }

  private static void assertMessage(String message, Executable refused) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, refused).getMessage());
  }
}
