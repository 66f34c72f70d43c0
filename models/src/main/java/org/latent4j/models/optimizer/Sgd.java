package org.latent4j.models.optimizer;

import static org.latent4j.tensor.Functions.sub;

import java.util.List;
import java.util.Optional;
import org.latent4j.models.schedule.Interval;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * Stochastic gradient descent, with momentum and weight decay:
 *
 * <pre>
 * velocity &lt;- momentum * velocity - rate * (gradient + weightDecay * weights)
 * parameters &lt;- parameters + velocity
 * </pre>
 *
 * <p>With Nesterov's momentum the parameters go a step further along the new velocity, {@code
 * parameters + momentum * velocity - rate * (gradient + weightDecay * weights)} (Sutskever,
 * Martens, Dahl and Hinton 2013, <i>On the importance of initialization and momentum in deep
 * learning</i>, in the form that is evaluated at the parameters).
 *
 * <p>The gradient itself is never asked for, only subtracted: one that is made of products, as that
 * of a restricted Boltzmann machine, need not be {@linkplain Gradient formed}.
 *
 * <p>The gradient is the mean over the minibatch. Weight decay acts on weights only, not on biases
 * (Hinton 2010, <i>A practical guide to training restricted Boltzmann machines</i>, sections 9 and
 * 10). Immutable.
 *
 * @param learningRate the rate of each epoch, positive
 * @param momentum the momentum of each epoch, from 0 to below 1; a constant 0 for none
 * @param nesterov whether the momentum is Nesterov's
 * @param weightDecay the strength of the pull of weights towards 0, at least 0
 */
public record Sgd(Schedule learningRate, Schedule momentum, boolean nesterov, double weightDecay)
    implements Optimizer {
  private static final String MOMENTUM = "sgd: the momentum";
  private static final Schedule NONE = Schedule.constant(0);

  /**
   * Checks the numbers.
   *
   * @param learningRate the rate of each epoch, positive
   * @param momentum from 0 to below 1; not a constant 0 if it is Nesterov's
   * @param nesterov whether the momentum is Nesterov's
   * @param weightDecay at least 0 and finite
   * @throws IllegalArgumentException if a number is out of range
   */
  public Sgd {
    learningRate.requireWithin("sgd: the learning rate", Interval.POSITIVE);
    momentum.requireWithin(MOMENTUM, Interval.FRACTION);
    Interval.NOT_NEGATIVE.require("sgd: weight decay", weightDecay);
    if (nesterov && momentum.equals(NONE)) {
      throw new IllegalArgumentException(
          "sgd: Nesterov's form needs a momentum above 0, but it is 0; call nesterov(0.9)");
    }
  }

  /**
   * Starts with a constant rate, no momentum and no weight decay.
   *
   * @param rate positive and finite
   * @return the optimiser
   */
  public static Sgd rate(double rate) {
    return rate(Schedule.constant(Interval.POSITIVE.require("sgd: the learning rate", rate)));
  }

  /**
   * Starts with a schedule, no momentum and no weight decay.
   *
   * @param learningRate the rate of each epoch, positive
   * @return the optimiser
   */
  public static Sgd rate(Schedule learningRate) {
    return new Sgd(learningRate, NONE, false, 0);
  }

  /**
   * Returns this optimiser with another momentum, of the plain form.
   *
   * @param value from 0 to below 1
   * @return the optimiser
   */
  public Sgd momentum(double value) {
    return momentum(Schedule.constant(Interval.FRACTION.require(MOMENTUM, value)));
  }

  /**
   * Returns this optimiser with a momentum that changes, of the plain form; Boltzmann machines
   * often start with 0.5 and go on with 0.9 (Hinton 2010, section 9).
   *
   * @param schedule from 0 to below 1
   * @return the optimiser
   */
  public Sgd momentum(Schedule schedule) {
    return new Sgd(learningRate, schedule, false, weightDecay);
  }

  /**
   * Returns this optimiser with another momentum, of Nesterov's form.
   *
   * @param value above 0, below 1
   * @return the optimiser
   */
  public Sgd nesterov(double value) {
    return nesterov(Schedule.constant(Interval.FRACTION.require(MOMENTUM, value)));
  }

  /**
   * Returns this optimiser with a momentum that changes, of Nesterov's form.
   *
   * @param schedule from 0 to below 1
   * @return the optimiser
   */
  public Sgd nesterov(Schedule schedule) {
    return new Sgd(learningRate, schedule, true, weightDecay);
  }

  /**
   * Returns this optimiser with another weight decay.
   *
   * @param value at least 0
   * @return the optimiser
   */
  public Sgd weightDecay(double value) {
    return new Sgd(learningRate, momentum, nesterov, value);
  }

  @Override
  public int momentCount() {
    return momentum.equals(NONE) ? 0 : 1;
  }

  @Override
  public Hyperparameters at(Tensor epochs, int horizon) {
    Optional<Tensor> changing =
        constantMomentum().isPresent()
            ? Optional.empty()
            : Optional.of(momentum.at(epochs, horizon));
    return new Hyperparameters(learningRate.at(epochs, horizon), changing);
  }

  /** The momentum as a number, if it never changes: then it need not be a tensor. */
  private Optional<Double> constantMomentum() {
    Interval range = momentum.range();
    return range.low() == range.high() ? Optional.of(range.low()) : Optional.empty();
  }

  @Override
  public <P> OptimizerState<P> update(
      OptimizerState<P> state, Gradient<P> gradient, Hyperparameters at) {
    requireFit(state, gradient, at);
    P p = state.parameters();
    if (state.moments().isEmpty()) {
      P kept = weightDecay == 0 ? p : TensorTree.mapTensors(p, leaf -> decayed(leaf, at));
      return state.moved(gradient.subtractedFrom(kept, at.rate()), List.of());
    }
    P before = state.moments().get(0);
    P kept = TensorTree.zip(before, p, (velocity, leaf) -> kept(velocity, leaf, at));
    P velocity = gradient.subtractedFrom(kept, at.rate());
    P moved = TensorTree.zip(p, velocity, Tensor::add);
    if (nesterov) {
      // p + momentum v' - fall, with v' = momentum v - fall, is p + v' + momentum (v' - v).
      P change = TensorTree.zip(velocity, before, (now, old) -> slowed(now.sub(old), at));
      moved = TensorTree.zip(moved, change, Tensor::add);
    }
    return state.moved(moved, List.of(velocity));
  }

  private Tensor decayed(Tensor p, Hyperparameters at) {
    return Leaves.isWeights(p) ? p.mul(sub(1, pull(p, at))) : p;
  }

  private Tensor kept(Tensor velocity, Tensor p, Hyperparameters at) {
    Tensor slowed = slowed(velocity, at);
    return weightDecay != 0 && Leaves.isWeights(p) ? slowed.sub(p.mul(pull(p, at))) : slowed;
  }

  private Tensor pull(Tensor p, Hyperparameters at) {
    return at.rate().cast(p.type()).mul(weightDecay);
  }

  private Tensor slowed(Tensor velocity, Hyperparameters at) {
    return at.momentum().isPresent()
        ? velocity.mul(at.momentum().get().cast(velocity.type()))
        : velocity.mul(constantMomentum().orElseThrow());
  }

  private <P> void requireFit(OptimizerState<P> state, Gradient<P> gradient, Hyperparameters at) {
    Leaves.requireMoments("sgd", momentCount(), state);
    Leaves.requireRank0("sgd", "learning rate", at.rate());
    at.momentum().ifPresent(value -> Leaves.requireRank0("sgd", "momentum", value));
    if (at.momentum().isEmpty() && constantMomentum().isEmpty()) {
      throw new IllegalArgumentException(
          "sgd: the momentum changes, "
              + momentum
              + ", so an update must be told it beside the rate; use at(epochs, horizon)");
    }
    if (gradient instanceof FormedGradient<P> formed) {
      Leaves.requireFit("sgd", state, formed.formed());
    }
  }

  @Override
  public String text() {
    return "sgd:"
        + learningRate.text()
        + (momentum.equals(NONE) ? "" : "," + OptimizerText.MOMENTUM + "=" + momentum.text())
        + (nesterov ? "," + OptimizerText.NESTEROV : "")
        + OptimizerText.unless(0, OptimizerText.WEIGHT_DECAY, weightDecay);
  }

  @Override
  public String toString() {
    return text();
  }
}
