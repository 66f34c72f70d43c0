package org.latent4j.models.rbm;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.neg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latent4j.models.learning.Additive;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.learning.Start;
import org.latent4j.models.learning.Tick;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.optimizer.Gradient;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * How a restricted Boltzmann machine is learned: stochastic ascent of the log-likelihood, whose
 * gradient is estimated by contrastive divergence or its persistent form.
 *
 * <pre>{@code
 * RbmLearner learner =
 *     RbmLearner.of(rbm, Pcd.steps(1).chains(100)).optimizer(Sgd.rate(0.05).momentum(0.5));
 * }</pre>
 *
 * <p>Immutable: every setting makes another learner.
 */
public final class RbmLearner
    implements Additive<RbmParameters, RbmLearner.State, Tensor, RbmLearner.Contribution> {
  private final Rbm rbm;
  private final Method method;
  private final Optimizer optimizer;
  private final Initialization initialization;
  private final boolean visibleBiasFromData;
  private final boolean binarize;

  private RbmLearner(
      Rbm rbm,
      Method method,
      Optimizer optimizer,
      Initialization initialization,
      boolean visibleBiasFromData,
      boolean binarize) {
    this.rbm = rbm;
    this.method = method;
    this.optimizer = optimizer;
    this.initialization = initialization;
    this.visibleBiasFromData = visibleBiasFromData;
    this.binarize = binarize;
  }

  /**
   * Starts with the defaults: plain gradient ascent at rate 0.05, weights drawn with standard
   * deviation 0.01, visible biases at the log odds of the data.
   *
   * @param rbm the machine
   * @param method how the gradient is estimated
   * @return the learner
   */
  public static RbmLearner of(Rbm rbm, Method method) {
    return new RbmLearner(rbm, method, Sgd.rate(0.05), Initialization.normal(0.01), true, false);
  }

  /**
   * Changes the optimiser.
   *
   * @param other any optimiser; {@link Sgd} moves the weights without forming the gradient
   * @return the learner with it
   */
  public RbmLearner optimizer(Optimizer other) {
    return new RbmLearner(rbm, method, other, initialization, visibleBiasFromData, binarize);
  }

  /**
   * Changes how the first weights are drawn.
   *
   * @param weights the initialization
   * @return the learner with it
   */
  public RbmLearner initialization(Initialization weights) {
    return new RbmLearner(rbm, method, optimizer, weights, visibleBiasFromData, binarize);
  }

  /**
   * Changes where the visible biases start.
   *
   * @param fromData true for the log odds of the data's means, false for 0
   * @return the learner with it
   */
  public RbmLearner visibleBiasFromData(boolean fromData) {
    return new RbmLearner(rbm, method, optimizer, initialization, fromData, binarize);
  }

  /**
   * Changes whether the values of the data are taken as probabilities, from which every minibatch
   * draws its binary states anew.
   *
   * @param stochastic true to draw, false to use the values as they are
   * @return the learner with it
   */
  public RbmLearner binarize(boolean stochastic) {
    return new RbmLearner(rbm, method, optimizer, initialization, visibleBiasFromData, stochastic);
  }

  /**
   * Returns the machine.
   *
   * @return the layers
   */
  public Rbm rbm() {
    return rbm;
  }

  /**
   * What is carried from step to step.
   *
   * @param learned the parameters and the optimiser's moments
   * @param chains [C, H], the hidden states of persistent chains, if there are some
   */
  public record State(OptimizerState<RbmParameters> learned, Optional<Tensor> chains) {}

  /**
   * What the examples of a shard contribute to a step.
   *
   * @param gradient the sum of the log-likelihood's gradient over the examples
   * @param examples how many there are, rank 0
   */
  public record Contribution(RbmParameters gradient, Tensor examples) {}

  @Override
  public Reading<Tensor> reading() {
    Reading<Tensor> values = Reading.values().requiring(rbm.visible()::requireValid);
    return binarize ? values.map((means, key) -> bernoulli(key, means)) : values;
  }

  @Override
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", rbm.toString());
    settings.put("method", method.toString());
    settings.put("optimizer", optimizer.text());
    settings.put("binarize", Boolean.toString(binarize));
    settings.put("visible_bias_from_data", Boolean.toString(visibleBiasFromData));
    settings.put("initialization", initialization.toString());
    return settings;
  }

  @Override
  public Map<String, Schedule> schedules() {
    return Map.of("learning_rate", optimizer.learningRate());
  }

  @Override
  public State start(Start<Tensor> at) {
    RbmParameters parameters =
        InitialParameters.draw(rbm, initialization, at.backend(), at.type(), at.weights());
    if (visibleBiasFromData) {
      Tensor bias = InitialParameters.visibleBias(rbm.visible(), at.columnMeans(), at.rows());
      parameters = new RbmParameters(parameters.weights(), bias, parameters.hiddenBias());
    }
    Optional<Tensor> chains =
        method instanceof Pcd pcd ? Optional.of(chains(pcd, parameters, at)) : Optional.empty();
    return new State(optimizer.start(parameters), chains);
  }

  /** Persistent chains start from hidden states of random examples, near where they will be. */
  private Tensor chains(Pcd pcd, RbmParameters parameters, Start<Tensor> at) {
    int count = pcd.chainCount().orElse(at.batch());
    return rbm.sampleHidden(at.chains(), parameters, at.examples(count));
  }

  /** Both phases, and the chains to go on from. */
  private ContrastiveDivergence.Persistent phases(State state, Tensor visible, RandomKey key) {
    RbmParameters p = state.learned().parameters();
    if (method instanceof Pcd) {
      return ContrastiveDivergence.persistent(
          rbm, p, visible, state.chains().orElseThrow(), method.steps(), key);
    }
    Phases phases = ContrastiveDivergence.phases(rbm, p, visible, method.steps(), key);
    return new ContrastiveDivergence.Persistent(phases, visible);
  }

  private Optional<Tensor> chains(ContrastiveDivergence.Persistent moved) {
    return method instanceof Pcd ? Optional.of(moved.chains()) : Optional.empty();
  }

  /** The gradient is never formed: its products go straight onto the weights. */
  @Override
  public Step.Result<State, List<Tensor>> step(State state, Tensor visible, Tick tick) {
    ContrastiveDivergence.Persistent moved = phases(state, visible, tick.key());
    return Step.result(
        new State(
            optimizer.update(state.learned(), moved.phases().descent(), tick.at(optimizer)),
            chains(moved)),
        List.of());
  }

  @Override
  public Step.Result<State, Contribution> contribute(State state, Tensor visible, Tick tick) {
    ContrastiveDivergence.Persistent moved = phases(state, visible, tick.key());
    int examples = visible.shape().dim(0);
    RbmParameters sum =
        TensorTree.mapTensors(moved.phases().gradient(), mean -> mean.mul(examples));
    return Step.result(
        new State(state.learned(), chains(moved)),
        new Contribution(sum, Tensor.full(visible.backend(), visible.type(), examples)));
  }

  @Override
  public Step.Result<State, List<Tensor>> apply(State state, Contribution total, Tick tick) {
    RbmParameters sum = total.gradient();
    RbmParameters descent =
        TensorTree.mapTensors(sum, gradient -> neg(gradient.div(total.examples())));
    return Step.result(
        new State(
            optimizer.update(state.learned(), Gradient.of(descent), tick.at(optimizer)),
            state.chains()),
        List.of());
  }

  @Override
  public RbmParameters parameters(State state) {
    return state.learned().parameters();
  }
}
