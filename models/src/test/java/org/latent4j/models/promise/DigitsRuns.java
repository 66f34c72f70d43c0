package org.latent4j.models.promise;

import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Parts;
import org.latent4j.models.datasets.Digits;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Cd;
import org.latent4j.models.rbm.Method;
import org.latent4j.models.rbm.Pcd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.training.Loop;
import org.latent4j.models.training.Run;
import org.latent4j.models.training.Stage;
import org.latent4j.models.training.Training;
import org.latent4j.models.unit.Units;

/** Short training runs of 100 hidden units on the digits. */
final class DigitsRuns {
  static final Rbm RBM = Rbm.of(Units.bernoulli(64), Units.bernoulli(100));

  static final int BATCH = 20;

  /** The first 1,500 digits to learn from, the other 297 held out. */
  static final Parts DIGITS = Digits.parts().map(part -> part.threshold(0.5));

  /** With {@link #BATCH} rows a step, 200 steps are 4 epochs. */
  private static final Dataset ROWS = DIGITS.training().slice(0, 1000);

  private static final int EPOCHS = 4;

  private DigitsRuns() {}

  static RbmModel twoHundredSteps(Backend backend, Method method, double momentum, long seed) {
    RbmLearner learner = RbmLearner.of(RBM, method).optimizer(Sgd.rate(0.05).momentum(momentum));
    return trained(backend, learner, EPOCHS, seed, ROWS);
  }

  static RbmModel trained(
      Backend backend, RbmLearner learner, int epochs, long seed, Dataset rows) {
    Run<RbmParameters> run =
        Training.of(Stage.of("rbm", learner, Loop.epochs(epochs).batch(BATCH)))
            .seed(seed)
            .on(backend)
            .fit(rows);
    return RbmModel.of(learner.rbm(), run.parameters(), run.provenance());
  }

  static Method cd1() {
    return Cd.steps(1);
  }

  static Method pcd1() {
    return Pcd.steps(1);
  }
}
