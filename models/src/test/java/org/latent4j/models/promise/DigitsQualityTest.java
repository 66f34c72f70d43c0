package org.latent4j.models.promise;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.promise.EveryBackend.on;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmScores;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;

/**
 * The third promise of determinism, long runs, and a comparison with scikit-learn: models are
 * trained on the digits over five seeds on every backend, and scored by the exact pseudo-likelihood
 * of the held-out 297.
 */
@Tag("slow")
class DigitsQualityTest {
  private static final int SEEDS = 5;
  private static final int EPOCHS = 60;
  private static final double RATE = 0.05;

  /**
   * The mean over five seeds of {@code BernoulliRBM} of scikit-learn 1.2.1 with numpy 1.24.2, with
   * the same rate, batch, chains, epochs and initial parameters, scored by the same exact
   * pseudo-likelihood: {@code python3 scripts/results/digits_sklearn.py FOLDER}.
   */
  private static final double SCIKIT_LEARN = -15.3896;

  private static Map<String, Double> means;

  @BeforeAll
  static void train() {
    means = new TreeMap<>();
    for (String name : EveryBackend.names()) {
      double mean =
          on(
              name,
              backend ->
                  LongStream.rangeClosed(1, SEEDS)
                      .mapToDouble(seed -> score(backend, trained(backend, seed)))
                      .average()
                      .orElseThrow());
      means.put(name, mean);
      System.out.printf(
          Locale.ROOT, "%s: mean pseudo-likelihood of %d seeds %.4f%n", name, SEEDS, mean);
    }
  }

  private static RbmModel trained(Backend backend, long seed) {
    RbmLearner learner =
        RbmLearner.of(DigitsRuns.RBM, DigitsRuns.pcd1())
            .optimizer(Sgd.rate(RATE))
            .visibleBiasFromData(false);
    return DigitsRuns.trained(backend, learner, EPOCHS, seed, DigitsRuns.DIGITS.training());
  }

  private static double score(Backend backend, RbmModel model) {
    return Scope.within(
        () ->
            RbmScores.pseudoLikelihood(model.rbm())
                .estimate(
                    backend,
                    model.on(backend),
                    Feed.of(
                        backend, DataType.FLOAT32, DigitsRuns.DIGITS.validation().orElseThrow()),
                    RandomKey.of(0))
                .mean());
  }

  @Test
  void longRunsAgreeInQuality() {
    double spread = Collections.max(means.values()) - Collections.min(means.values());
    assertTrue(spread <= 0.2, () -> "means differ by more than 0.2 nats: " + means);
  }

  @Test
  void modelsAreAsGoodAsThoseOfScikitLearn() {
    means.forEach(
        (name, mean) ->
            assertTrue(
                mean >= SCIKIT_LEARN - 0.1,
                () -> name + ": " + mean + ", scikit-learn " + SCIKIT_LEARN));
  }
}
