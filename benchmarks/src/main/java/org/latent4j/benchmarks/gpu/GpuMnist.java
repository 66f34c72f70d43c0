package org.latent4j.benchmarks.gpu;

import java.util.List;
import java.util.Locale;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.models.data.Parts;
import org.latent4j.models.datasets.Mnist;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Pcd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.RbmScores;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.training.Event;
import org.latent4j.models.training.Listener;
import org.latent4j.models.training.Loop;
import org.latent4j.models.training.Stage;
import org.latent4j.models.training.Training;
import org.latent4j.models.unit.Units;
import org.latent4j.tensor.Tensor;

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
    Parts mnist = Mnist.parts();
    Rbm rbm = Rbm.of(Units.bernoulli(784), Units.bernoulli(500));
    try (Backend backend = Backends.open(arguments.length > 0 ? arguments[0] : "cuda")) {
      RbmLearner learner =
          RbmLearner.of(rbm, Pcd.steps(15).chains(20))
              .optimizer(Sgd.rate(Schedule.constant(0.1)))
              .initialization(Initialization.glorotSigmoid())
              .visibleBiasFromData(false);
      Scores<RbmParameters, Tensor> scores =
          Scores.of(Reading.values(), List.of(RbmScores.stochasticPseudoLikelihood(rbm)))
              .part("training", mnist.training());
      Training.of(Stage.of("rbm", learner, Loop.epochs(EPOCHS).batch(20)).scores(scores))
          .seed(1)
          .listener(GpuMnist::print)
          .on(backend)
          .fit(mnist.training());
    }
  }

  private static Listener.Answer print(Event event) {
    if (event instanceof Event.Measured measured) {
      System.out.printf(
          Locale.ROOT,
          "mnist: after epoch %d of %d, %.1f s, %s%n",
          measured.entry().epoch(),
          EPOCHS,
          measured.entry().seconds(),
          measured.entry().values());
    }
    return Listener.Answer.CONTINUE;
  }
}
