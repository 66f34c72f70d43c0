package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Ascent by the exact gradient, which no noise of chains holds back. */
class ExactLearningTest extends BackendTest {
  private static final int SIDE = 3;

  /** Of 16 pictures two come twice: 12 states of 1/16 and 2 of 1/8. */
  private static final double BOUND = -(12 * Math.log(16) + 4 * Math.log(8)) / 16;

  /** All stripes and all bars, every choice of rows or columns. */
  private static Tensor barsAndStripes() {
    double[][] pictures = new double[2 << SIDE][SIDE * SIDE];
    for (int choice = 0; choice < 1 << SIDE; choice++) {
      for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
          int pixel = SIDE * row + column;
          pictures[2 * choice][pixel] = choice >> row & 1;
          pictures[2 * choice + 1][pixel] = choice >> column & 1;
        }
      }
    }
    return matrix(pictures).cast(DataType.FLOAT32);
  }

  @Test
  @Tag("slow")
  void sixteenHiddenUnitsLearnBarsAndStripesToTheBound() {
    Rbm rbm = Rbm.of(Units.bernoulli(SIDE * SIDE), Units.bernoulli(16));
    Tensor data = barsAndStripes();
    Tensor rate = Tensor.full(backend, DataType.FLOAT32, 0.2);
    RbmParameters start =
        InitialParameters.draw(
            rbm, Initialization.normal(1.5), backend, DataType.FLOAT32, RandomKey.of(1));
    try (Program<RbmParameters, Tensor, Nothing> program =
        Program.compile(
            backend,
            start,
            (p, v) -> Step.result(ascend(p, ExactGradient.of(rbm, p, v), rate), Nothing.NOTHING))) {
      for (int step = 0; step < 20_000; step++) {
        Scope.within(() -> program.run(data));
      }
      double reached =
          RbmScores.logLikelihood(rbm)
              .estimate(backend, program.state(), Feed.of(data), RandomKey.of(0))
              .mean();
      assertTrue(
          reached > BOUND - 0.01 && reached < BOUND + 1e-4,
          () -> "mean log-likelihood " + reached + ", bound " + BOUND);
    }
  }

  private static RbmParameters ascend(RbmParameters p, RbmParameters gradient, Tensor rate) {
    return new RbmParameters(
        p.weights().add(gradient.weights().mul(rate)),
        p.visibleBias().add(gradient.visibleBias().mul(rate)),
        p.hiddenBias().add(gradient.hiddenBias().mul(rate)));
  }
}
