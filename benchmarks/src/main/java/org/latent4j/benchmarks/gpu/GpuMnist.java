package org.latent4j.benchmarks.gpu;

import java.util.List;
import java.util.Locale;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.models.data.Mnist;
import org.latent4j.models.data.Split;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmScores;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.training.EpochMetrics;
import org.latent4j.models.training.Pcd;
import org.latent4j.models.training.Training;
import org.latent4j.models.training.TrainingListener;
import org.latent4j.models.unit.Units;

/** The deep learning tutorial's machine on MNIST, as scripts/results/mnist-tutorial.sh has it. */
public final class GpuMnist {
  private static final int EPOCHS = 15;

  private GpuMnist() {}

  /**
   * Prints time and score of each epoch.
   *
   * @param arguments the name of the backend, {@code cuda} if there is none
   */
  public static void main(String[] arguments) {
    Split mnist = Mnist.train().split(50_000);
    Rbm rbm = Rbm.of(Units.bernoulli(784), Units.bernoulli(500));
    try (Backend backend = Backends.open(arguments.length > 0 ? arguments[0] : "cuda")) {
      Training.of(rbm, Pcd.steps(15).chains(20))
          .optimizer(Sgd.rate(Schedule.constant(0.1)))
          .initialization(Initialization.glorotSigmoid())
          .visibleBiasFromData(false)
          .binarize(false)
          .batch(20)
          .epochs(EPOCHS)
          .seed(1)
          .scores(
              Scores.of(Reading.values(), List.of(RbmScores.stochasticPseudoLikelihood(rbm)))
                  .part("training", mnist.train()))
          .listener(
              new TrainingListener() {
                @Override
                public void onEpoch(EpochMetrics metrics) {
                  System.out.printf(
                      Locale.ROOT,
                      "mnist: after epoch %d of %d, %.1f s, %s%n",
                      metrics.epoch(),
                      EPOCHS,
                      metrics.seconds(),
                      metrics.values());
                }
              })
          .on(backend)
          .fit(mnist.train());
    }
  }
}
