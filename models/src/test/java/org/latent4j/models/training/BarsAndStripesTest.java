package org.latent4j.models.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.evaluation.Examples;
import org.latent4j.models.evaluation.RbmEvaluation;
import org.latent4j.models.rbm.Initialization;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;

/** Bars and stripes of 3 x 3 pixels, learned by PCD-10 and scored by the exact log-likelihood. */
class BarsAndStripesTest extends BackendTest {
  private static final int SIDE = 3;
  private static final int PIXELS = SIDE * SIDE;

  /** Of 16 pictures two come twice: no model has a mean log-likelihood above -2.599302. */
  private static final double BOUND = -(12 * Math.log(16) + 4 * Math.log(8)) / 16;

  /** All stripes and all bars, every choice of rows or columns. */
  private static Dataset barsAndStripes() {
    float[][] pictures = new float[2 << SIDE][PIXELS];
    for (int choice = 0; choice < 1 << SIDE; choice++) {
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        pictures[2 * choice][pixel] = (choice >> (pixel / SIDE)) & 1;
        pictures[2 * choice + 1][pixel] = (choice >> (pixel % SIDE)) & 1;
      }
    }
    return Dataset.of("bars and stripes", pictures);
  }

  @Test
  @Tag("slow")
  void sixteenHiddenUnitsComeNearTheBound() {
    Rbm rbm = Rbm.of(Units.bernoulli(PIXELS), Units.bernoulli(16));
    Dataset data = barsAndStripes();
    RbmModel model =
        Training.of(rbm, Pcd.steps(10).chains(100))
            .optimizer(Sgd.rate(LearningRate.linear(0.05, 0.0005)))
            .initialization(Initialization.normal(0.1))
            .batch(data.rows())
            .epochs(30_000)
            .seed(1)
            .on(backend)
            .fit(data)
            .model();
    try (RbmEvaluation evaluation = RbmEvaluation.of(backend, rbm, DataType.FLOAT32)) {
      double reached = evaluation.logLikelihood(model.on(backend), Examples.of(data));
      System.out.printf(
          Locale.ROOT, "bars and stripes: mean log-likelihood %.4f, bound %.4f%n", reached, BOUND);
      assertTrue(
          reached >= BOUND - 0.05 && reached < BOUND + 1e-4,
          () -> "mean log-likelihood " + reached + ", bound " + BOUND);
    }
  }
}
