package org.latent4j.models.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.datasets.Digits;
import org.latent4j.models.evaluation.Score;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Cd;
import org.latent4j.models.rbm.Method;
import org.latent4j.models.rbm.Pcd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.Reconstruction;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.unit.Units;
import org.latent4j.tensor.Tensor;

/** The restricted Boltzmann machine on the trainer of all models. */
class RbmTrainingTest extends BackendTest {
  private static final Dataset DIGITS = Digits.load().threshold(0.5).slice(0, 200);
  private static final Rbm RBM = Rbm.of(Units.bernoulli(64), Units.bernoulli(12));
  private static final Metric SCORE =
      new Metric("cross_entropy", "Cross entropy", "nats", Metric.Better.LOWER);

  private static RbmLearner learner(Method method) {
    return RbmLearner.of(RBM, method);
  }

  private Run<RbmParameters> train(RbmLearner learner, Loop loop, Dataset data) {
    Score<RbmParameters, Tensor> score =
        Score.of(SCORE, (p, v, key) -> Reconstruction.crossEntropy(RBM, p, v));
    Scores<RbmParameters, Tensor> scores =
        Scores.of(Reading.values(), List.of(score)).part("training", data);
    return Training.of(Stage.of("rbm", learner, loop).scores(scores)).seed(5).on(backend).fit(data);
  }

  private float[] weights(RbmLearner learner, Dataset data) {
    return train(learner, Loop.epochs(3), data).parameters().leaf("weights").floats();
  }

  private float[] weights(RbmLearner learner) {
    return weights(learner, DIGITS);
  }

  @Test
  void everyMethodLearns() {
    for (Method method : List.of(Cd.steps(1), Cd.steps(3), Pcd.steps(1), Pcd.steps(2).chains(7))) {
      RbmLearner learner = learner(method).optimizer(Sgd.rate(0.2).momentum(0.5).weightDecay(1e-4));
      List<Entry> history = train(learner, Loop.epochs(20), DIGITS).history();
      double before = history.get(0).values().get("cross_entropy_training");
      double after = history.get(20).values().get("cross_entropy_training");
      assertTrue(after < before - 2, method.label() + ": " + before + " to " + after);
    }
  }

  @Test
  void nesterovsMomentumIsNotIgnored() {
    float[] plain = weights(learner(Cd.steps(1)).optimizer(Sgd.rate(0.1).momentum(0.5)));
    float[] ahead = weights(learner(Cd.steps(1)).optimizer(Sgd.rate(0.1).nesterov(0.5)));
    assertFalse(Arrays.equals(plain, ahead));
  }

  @Test
  void scoresDoNotChangeWhatIsLearned() {
    Run<RbmParameters> unwatched =
        Training.of(Stage.of("rbm", learner(Pcd.steps(1)), Loop.epochs(3)))
            .seed(5)
            .on(backend)
            .fit(DIGITS);
    float[] watched = weights(learner(Pcd.steps(1)));
    assertArrayEquals(watched, unwatched.parameters().leaf("weights").floats());
  }

  @Test
  void noEpochLeavesTheInitialModel() {
    RbmLearner learner = learner(Cd.steps(1)).initialization(Initialization.normal(0));
    Run<RbmParameters> run = train(learner, Loop.epochs(0), DIGITS);
    assertEquals(0, run.epoch());
    assertEquals(1, run.history().size());
    assertArrayEquals(new float[64 * 12], run.parameters().leaf("weights").floats(), 1e-30f);
  }

  @Test
  void stochasticBinarizationDrawsNewStatesFromTheValues() {
    Dataset grey = Digits.load().slice(0, 200);
    float[] values = weights(learner(Cd.steps(1)), grey);
    float[] drawn = weights(learner(Cd.steps(1)).binarize(true), grey);
    assertFalse(Arrays.equals(values, drawn));
    // Of states that are 0 or 1 already the draw is the state itself.
    float[] states = weights(learner(Cd.steps(1)));
    assertArrayEquals(states, weights(learner(Cd.steps(1)).binarize(true)));
  }

  @Test
  void divergenceNamesTheStepAndKeepsTheLastFiniteModel() {
    RbmLearner learner = learner(Cd.steps(1)).optimizer(Sgd.rate(Schedule.exponential(0.1, 1e30)));
    TrainingDivergedException diverged =
        assertThrows(
            TrainingDivergedException.class, () -> train(learner, Loop.epochs(10), DIGITS));
    assertTrue(
        diverged
            .getMessage()
            .matches(
                "training diverged: '\\w+' became infinite or not a number in epoch \\d+, step"
                    + " \\d+ of 10, at learning_rate [0-9.E]+; lower the learning rate, or the"
                    + " momentum if there is one"),
        diverged.getMessage());
    Run<?> last = diverged.lastFinite();
    assertEquals(Run.End.DIVERGED, last.end());
    for (var leaf : last.parameters().leaves()) {
      for (float value : leaf.floats()) {
        assertTrue(Float.isFinite(value));
      }
    }
    assertEquals(last.epoch(), last.history().size() - 1);
  }

  @Test
  void twoShardsStayEqualAndOneIsThePlainStep() throws Exception {
    for (Method method : List.of(Cd.steps(1), Pcd.steps(1))) {
      for (Sgd sgd : List.of(Sgd.rate(0.1), Sgd.rate(0.1).momentum(0.5).weightDecay(1e-4))) {
        RbmLearner learner = learner(method).optimizer(sgd);
        List<float[]> replicas = Shards.train(backend, learner, DIGITS, 2, "weights");
        assertArrayEquals(replicas.get(0), replicas.get(1));
        float[] plain = weights(learner);
        float[] one = Shards.train(backend, learner, DIGITS, 1, "weights").get(0);
        assertFalse(Arrays.equals(plain, replicas.get(0)), "shards draw from keys of their own");
        assertArrayEquals(plain, one, 1e-6f);
      }
    }
  }

  @Test
  void refusesWhatItCanNotDo() {
    assertMessage("training: batch must be at least 1, but got 0", () -> Loop.epochs(1).batch(0));
    assertMessage("training: epochs must be at least 0, but got -1", () -> Loop.epochs(-1));
    assertMessage("CD: at least 1 Gibbs step is needed, not 0", () -> Cd.steps(0));
    assertMessage("PCD: at least 1 chain is needed, not 0", () -> Pcd.steps(1).chains(0));
    Dataset outside = Dataset.of("counts", new float[] {0, 1, 3, 0}, 2);
    Rbm small = Rbm.of(Units.bernoulli(2), Units.bernoulli(2));
    RbmLearner learner = RbmLearner.of(small, Cd.steps(1));
    List<Executable> refused = new ArrayList<>();
    refused.add(
        () -> Training.of(Stage.of("rbm", learner, Loop.epochs(1))).on(backend).fit(outside));
    assertThrows(DataFormatException.class, refused.get(0));
    assertThrows(
        IllegalStateException.class,
        () -> Training.of(Stage.of("rbm", learner, Loop.epochs(1))).fit(outside));
  }

  private static void assertMessage(String message, Executable refused) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, refused).getMessage());
  }
}
