package org.latent4j.models.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * How a restricted Boltzmann machine is to be trained. Every setting but the backend has a default.
 *
 * <pre>{@code
 * Run run =
 *     Training.of(rbm, Pcd.steps(1).chains(100))
 *         .optimizer(Sgd.rate(0.05))
 *         .batch(20)
 *         .epochs(30)
 *         .seed(7)
 *         .scores(Scores.of(Reading.values(), RbmScores.of(rbm)).part("training", digits))
 *         .on(backend)
 *         .fit(digits);
 * }</pre>
 *
 * <p>A run is determined by its settings, the data, the backend, its number of threads and the
 * versions of its libraries: repeated, it gives the same model bit for bit.
 */
public final class Training {
  final Rbm rbm;
  final Method method;
  Optimizer optimizer = Sgd.rate(0.05);
  Initialization initialization = Initialization.normal(0.01);
  boolean visibleBiasFromData = true;
  boolean binarize;
  int batch = 20;
  int epochs = 20;
  long seed;
  DataType type = DataType.FLOAT32;
  final List<Monitor> monitors = new ArrayList<>();
  Optional<Scores<RbmParameters, Tensor>> scores = Optional.empty();
  Optional<EarlyStopping> earlyStopping = Optional.empty();
  TrainingListener listener = TrainingListener.NONE;
  Optional<Backend> backend = Optional.empty();

  private Training(Rbm rbm, Method method) {
    this.rbm = rbm;
    this.method = method;
  }

  /**
   * Starts with the defaults: plain gradient ascent at rate 0.05, minibatches of 20, 20 epochs,
   * seed 0, FLOAT32, weights drawn with standard deviation 0.01, visible biases at the log odds of
   * the data.
   *
   * @param rbm the machine to train
   * @param method how the gradient is estimated
   * @return the training, to be adjusted and run
   */
  public static Training of(Rbm rbm, Method method) {
    return new Training(rbm, method);
  }

  /**
   * Sets the optimiser.
   *
   * @param rule how the parameters follow the gradient
   * @return this
   */
  public Training optimizer(Optimizer rule) {
    this.optimizer = rule;
    return this;
  }

  /**
   * Sets how the first weights are drawn.
   *
   * @param weights the initialization
   * @return this
   */
  public Training initialization(Initialization weights) {
    this.initialization = weights;
    return this;
  }

  /**
   * Sets where the visible biases start.
   *
   * @param fromData true for the log odds of the data's means, false for 0
   * @return this
   */
  public Training visibleBiasFromData(boolean fromData) {
    this.visibleBiasFromData = fromData;
    return this;
  }

  /**
   * Sets whether the values of the data are taken as probabilities, from which every minibatch
   * draws its binary states anew.
   *
   * @param stochastic true to draw, false to use the values as they are
   * @return this
   */
  public Training binarize(boolean stochastic) {
    this.binarize = stochastic;
    return this;
  }

  /**
   * Sets the number of examples in a minibatch; the last one of an epoch may have fewer.
   *
   * @param size at least 1
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public Training batch(int size) {
    requireAtLeast("batch", size, 1);
    this.batch = size;
    return this;
  }

  /**
   * Sets how often the data are gone through.
   *
   * @param count at least 0
   * @return this
   * @throws IllegalArgumentException if it is less
   */
  public Training epochs(int count) {
    requireAtLeast("epochs", count, 0);
    this.epochs = count;
    return this;
  }

  /**
   * Sets the seed that all random numbers of the run come from.
   *
   * @param value any number
   * @return this
   */
  public Training seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * Sets the type of the parameters and of all arithmetic.
   *
   * @param floating FLOAT32 or FLOAT64
   * @return this
   * @throws IllegalArgumentException if it is another type
   */
  public Training type(DataType floating) {
    if (!floating.isFloating()) {
      throw new IllegalArgumentException(
          "training: the type must be FLOAT32 or FLOAT64, not " + floating);
    }
    this.type = floating;
    return this;
  }

  /**
   * Adds what is measured before training and after every epoch.
   *
   * @param more monitors, in the order in which they are to be reported
   * @return this
   */
  public Training monitor(Monitor... more) {
    monitors.addAll(Arrays.asList(more));
    return this;
  }

  /**
   * Sets the scores that are computed before training and after every epoch.
   *
   * @param list the scores, reported after the monitors
   * @return this
   */
  public Training scores(Scores<RbmParameters, Tensor> list) {
    this.scores = Optional.of(list);
    return this;
  }

  /**
   * Sets when to stop before the last epoch.
   *
   * @param rule the metric to watch, which a monitor or a score must measure, and the patience
   * @return this
   */
  public Training stopEarly(EarlyStopping rule) {
    this.earlyStopping = Optional.of(rule);
    return this;
  }

  /**
   * Sets who is told how training goes on.
   *
   * @param observer the listener
   * @return this
   */
  public Training listener(TrainingListener observer) {
    this.listener = observer;
    return this;
  }

  /**
   * Sets where to compute.
   *
   * @param chosen the backend; it stays open
   * @return this
   */
  public Training on(Backend chosen) {
    this.backend = Optional.of(chosen);
    return this;
  }

  /**
   * Trains.
   *
   * @param data the examples, one per row; values that the visible units can have, or means of such
   * @return the trained model and what was measured
   * @throws IllegalArgumentException if there are no examples, they do not fit the visible units,
   *     or early stopping watches a metric that no monitor measures
   * @throws IllegalStateException if no backend was chosen
   * @throws TrainingDivergedException if a parameter becomes infinite or not a number
   */
  public Run fit(Dataset data) {
    Backend chosen =
        backend.orElseThrow(
            () ->
                new IllegalStateException(
                    "training: no backend was chosen; call on(Backends.best()) before fit"));
    requireAtLeast("examples", data.rows(), 1);
    rbm.visible().requireValid(data);
    earlyStopping.ifPresent(this::requireMeasured);
    return new RbmTrainer(this, chosen, data).run();
  }

  private void requireMeasured(EarlyStopping rule) {
    List<String> metrics =
        new ArrayList<>(monitors.stream().flatMap(m -> m.metrics().stream()).toList());
    scores.ifPresent(list -> list.metrics().stream().map(Metric::name).forEach(metrics::add));
    if (!metrics.contains(rule.metric())) {
      throw new IllegalArgumentException(
          "early stopping: no monitor measures '"
              + rule.metric()
              + "'; there are: "
              + String.join(", ", metrics));
    }
  }

  private static void requireAtLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "training: " + what + " must be at least " + least + ", but got " + value);
    }
  }
}
