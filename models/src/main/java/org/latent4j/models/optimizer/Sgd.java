package org.latent4j.models.optimizer;

import java.util.List;
import org.latent4j.models.schedule.Interval;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.tensor.Tensor;

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
 * learning</i>, in the form that is evaluated at the parameters). Training by likelihood climbs in
 * the same way, with the gradient of the log-likelihood and the opposite signs.
 *
 * <p>The gradient is the mean over the minibatch. Weight decay acts on weights only, not on biases
 * (Hinton 2010, <i>A practical guide to training restricted Boltzmann machines</i>, sections 9 and
 * 10). Immutable.
 *
 * @param learningRate the rate of each epoch, positive
 * @param momentum from 0 (none) to below 1
 * @param nesterov whether the momentum is Nesterov's
 * @param weightDecay the strength of the pull of weights towards 0, at least 0
 */
public record Sgd(Schedule learningRate, double momentum, boolean nesterov, double weightDecay)
    implements Optimizer {
  /**
   * Checks the numbers.
   *
   * @param learningRate the rate of each epoch, positive
   * @param momentum from 0 to below 1; above 0 if it is Nesterov's
   * @param nesterov whether the momentum is Nesterov's
   * @param weightDecay at least 0 and finite
   * @throws IllegalArgumentException if a number is out of range
   */
  public Sgd {
    learningRate.requireWithin("sgd: the learning rate", Interval.POSITIVE);
    Interval.FRACTION.require("sgd: momentum", momentum);
    Interval.NOT_NEGATIVE.require("sgd: weight decay", weightDecay);
    if (nesterov && momentum == 0) {
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
    return rate(Schedule.constant(rate));
  }

  /**
   * Starts with a schedule, no momentum and no weight decay.
   *
   * @param learningRate the rate of each epoch, positive
   * @return the optimiser
   */
  public static Sgd rate(Schedule learningRate) {
    return new Sgd(learningRate, 0, false, 0);
  }

  /**
   * Returns this optimiser with another momentum, of the plain form.
   *
   * @param value from 0 to below 1
   * @return the optimiser
   */
  public Sgd momentum(double value) {
    return new Sgd(learningRate, value, false, weightDecay);
  }

  /**
   * Returns this optimiser with another momentum, of Nesterov's form.
   *
   * @param value above 0, below 1
   * @return the optimiser
   */
  public Sgd nesterov(double value) {
    return new Sgd(learningRate, value, true, weightDecay);
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
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public <P> OptimizerState<P> update(OptimizerState<P> state, P gradients, Tensor rate) {
    return Leaves.update(
        "sgd",
        momentCount(),
        state,
        gradients,
        rate,
        (p, gradient, moments) -> {
          boolean decays = weightDecay != 0 && Leaves.isWeights(p);
          Tensor slope = decays ? gradient.add(p.mul(weightDecay)) : gradient;
          Tensor fall = slope.mul(rate.cast(p.type()));
          if (moments.isEmpty()) {
            return List.of(p.sub(fall));
          }
          Tensor velocity = moments.get(0).mul(momentum).sub(fall);
          Tensor moved = nesterov ? p.add(velocity.mul(momentum)).sub(fall) : p.add(velocity);
          return List.of(moved, velocity);
        });
  }
}
