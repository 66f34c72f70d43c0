package org.latent4j.models.training;

import static org.latent4j.tensor.Draws.bernoulli;

import java.util.List;
import java.util.Map;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.datasets.Digits;
import org.latent4j.models.learning.Descent;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.loss.Losses;
import org.latent4j.models.network.Activation;
import org.latent4j.models.network.Dense;
import org.latent4j.models.network.Mlp;
import org.latent4j.models.optimizer.Adam;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Pcd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.models.unit.Units;
import org.latent4j.tensor.Tensor;

/** Trainings that are interrupted: small, with everything that a state can hold. */
final class Trainings {
  static final Dataset GREY = Digits.load().slice(0, 250);

  private Trainings() {}

  /** Persistent chains, momentum, a falling rate, and 13 steps an epoch. */
  static Stage<RbmParameters, ?, ?> machine(int epochs) {
    RbmLearner learner =
        RbmLearner.of(Rbm.of(Units.bernoulli(64), Units.bernoulli(30)), Pcd.steps(1).chains(20))
            .optimizer(Sgd.rate(Schedule.linear(0.2, 0.01)).momentum(0.5))
            .binarize(true);
    return Stage.of("rbm", learner, Loop.epochs(epochs));
  }

  /** An autoencoder of drawn pixels with Adam, which stops early on its loss. */
  static Stage<List<Dense>, ?, ?> network(int epochs) {
    Mlp network = Mlp.inputs(64).layer(20, Activation.TANH).layer(64, Activation.IDENTITY);
    Descent<List<Dense>, Tensor> learner =
        Descent.of(
            Adam.rate(Schedule.cosine(0.01, 0.001)),
            Reading.values().map((means, key) -> bernoulli(key, means)),
            at -> network.draw(at.backend(), at.type(), at.weights()),
            (p, x, tick) -> Losses.bernoulli(network.apply(p, x, tick.key()), x).mean(),
            Map.of("layers", "64,20,64"));
    Loop loop = Loop.epochs(epochs).stopEarly(new EarlyStopping("loss", 50, Metric.Better.LOWER));
    return Stage.of("network", learner, loop);
  }
}
