package org.latent4j.models.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Pcd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.RbmScores;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;

/**
 * All 3x3 pictures of bars or of stripes: 16 draws of which 14 are different, so that no model has
 * a higher mean log-likelihood than their entropy allows, {@code 12/16 log(1/16) + 4/16 log(2/16)}.
 */
class BarsAndStripesTest {
  private static final double BOUND = 0.75 * Math.log(1 / 16.0) + 0.25 * Math.log(2 / 16.0);

  static Dataset barsAndStripes() {
    float[][] pictures = new float[16][9];
    for (int pattern = 0; pattern < 8; pattern++) {
      for (int pixel = 0; pixel < 9; pixel++) {
        pictures[pattern][pixel] = pattern >> (pixel / 3) & 1;
        pictures[8 + pattern][pixel] = pattern >> (pixel % 3) & 1;
      }
    }
    return Dataset.of("bars and stripes", pictures);
  }

  @Test
  void persistentChainsComeCloseToTheBestLogLikelihoodThereIs() {
    Dataset pictures = barsAndStripes();
    Rbm rbm = Rbm.of(Units.bernoulli(9), Units.bernoulli(16));
    try (Backend backend = Backends.open(System.getProperty("latent4j.test.backend", "java"))) {
      RbmLearner learner =
          RbmLearner.of(rbm, Pcd.steps(10).chains(100))
              .optimizer(Sgd.rate(Schedule.linear(0.1, 0.0001)))
              .initialization(Initialization.normal(0.1))
              .visibleBiasFromData(false);
      Run<RbmParameters> run =
          Training.of(Stage.of("rbm", learner, Loop.epochs(20_000).batch(16)))
              .seed(1)
              .on(backend)
              .fit(pictures);
      double reached =
          Scope.within(
              () -> {
                RbmParameters learned = run.parameters().on(backend).cast(DataType.FLOAT64);
                return RbmScores.logLikelihood(rbm)
                    .estimate(
                        backend,
                        learned,
                        Feed.of(backend, DataType.FLOAT64, pictures),
                        RandomKey.of(0))
                    .mean();
              });
      System.out.println("bars and stripes: mean log-likelihood " + reached + ", bound " + BOUND);
      assertTrue(reached > BOUND - 0.05, reached + " is not within 0.05 of " + BOUND);
      assertTrue(reached <= BOUND + 1e-9, reached + " is above the bound " + BOUND);
    }
  }
}
