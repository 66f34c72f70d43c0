package org.latent4j.models.optimizer;

import static org.latent4j.tensor.Functions.expm1;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.sqrt;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.sub;

import java.util.List;
import org.latent4j.models.schedule.Interval;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * Adam, which scales each step by running means of the gradient and of its square (Kingma and Ba
 * 2015, <i>Adam: a method for stochastic optimization</i>). With a weight decay it is AdamW: the
 * weights shrink by a factor of their own that the scaling does not touch (Loshchilov and Hutter
 * 2019, <i>Decoupled weight decay regularization</i>).
 *
 * <pre>
 * m &lt;- beta1 m + (1 - beta1) gradient
 * v &lt;- beta2 v + (1 - beta2) gradient^2
 * p &lt;- (1 - rate * weightDecay) p - rate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>t is the number of the step, from 1. The powers are computed from the counter in FLOAT64, also
 * for FLOAT32 parameters, and so are exact after any number of steps. Immutable.
 *
 * @param learningRate the rate of each epoch, positive
 * @param beta1 how much of the mean gradient is kept, from 0 to below 1
 * @param beta2 how much of the mean square is kept, from 0 to below 1
 * @param epsilon keeps steps finite where gradients vanish, positive
 * @param weightDecay the strength of the pull of weights towards 0, at least 0
 */
public record Adam(
    Schedule learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  /** Below this power e<sup>x</sup> is 0. */
  private static final double LOG_OF_ZERO = -1000;

  static final double USUAL_BETA1 = 0.9;
  static final double USUAL_BETA2 = 0.999;
  static final double USUAL_EPSILON = 1e-8;

  /**
   * Checks the numbers.
   *
   * @param learningRate the rate of each epoch, positive
   * @param beta1 from 0 to below 1
   * @param beta2 from 0 to below 1
   * @param epsilon positive and finite
   * @param weightDecay at least 0 and finite
   * @throws IllegalArgumentException if a number is out of range
   */
  public Adam {
    learningRate.requireWithin("adam: the learning rate", Interval.POSITIVE);
    Interval.FRACTION.require("adam: beta1", beta1);
    Interval.FRACTION.require("adam: beta2", beta2);
    Interval.POSITIVE.require("adam: epsilon", epsilon);
    Interval.NOT_NEGATIVE.require("adam: weight decay", weightDecay);
  }

  /**
   * Starts with a constant rate and the usual numbers: beta1 0.9, beta2 0.999, epsilon 1e-8, no
   * weight decay.
   *
   * @param rate positive and finite; 0.001 is the usual first guess
   * @return the optimiser
   */
  public static Adam rate(double rate) {
    return rate(Schedule.constant(Interval.POSITIVE.require("adam: the learning rate", rate)));
  }

  /**
   * Starts with a schedule and the usual numbers.
   *
   * @param learningRate the rate of each epoch, positive
   * @return the optimiser
   */
  public static Adam rate(Schedule learningRate) {
    return new Adam(learningRate, USUAL_BETA1, USUAL_BETA2, USUAL_EPSILON, 0);
  }

  /**
   * Returns this optimiser with other decay rates; adversarial nets often take 0.5 and 0.999.
   *
   * @param first beta1, from 0 to below 1
   * @param second beta2, from 0 to below 1
   * @return the optimiser
   */
  public Adam betas(double first, double second) {
    return new Adam(learningRate, first, second, epsilon, weightDecay);
  }

  /**
   * Returns this optimiser with another epsilon.
   *
   * @param value positive and finite
   * @return the optimiser
   */
  public Adam epsilon(double value) {
    return new Adam(learningRate, beta1, beta2, value, weightDecay);
  }

  /**
   * Returns this optimiser with decoupled weight decay, which makes it AdamW.
   *
   * @param value at least 0; often 0.01
   * @return the optimiser
   */
  public Adam weightDecay(double value) {
    return new Adam(learningRate, beta1, beta2, epsilon, value);
  }

  @Override
  public int momentCount() {
    return 2;
  }

  @Override
  public <P> OptimizerState<P> update(
      OptimizerState<P> state, Gradient<P> gradient, Hyperparameters at) {
    Tensor rate = at.rate();
    Tensor t = state.step().add(1).cast(DataType.FLOAT64);
    Tensor exactRate = rate.cast(DataType.FLOAT64);
    Tensor root = sqrt(correction(beta2, t));
    // Numbers of rank 0 take both corrections out of the loop over the elements:
    // (m / a) / (sqrt(v / b) + epsilon) = m (sqrt(b) / a) / (sqrt(v) + epsilon sqrt(b)).
    Tensor stepSize = exactRate.mul(root.div(correction(beta1, t)));
    Tensor floor = root.mul(epsilon);
    Tensor kept = sub(1, exactRate.mul(weightDecay));
    return Leaves.update(
        "adam",
        momentCount(),
        state,
        gradient.formed(),
        rate,
        (p, slope, moments) -> {
          Tensor m = moments.get(0).mul(beta1).add(slope.mul(1 - beta1));
          Tensor v = moments.get(1).mul(beta2).add(square(slope).mul(1 - beta2));
          Tensor move = m.mul(stepSize.cast(p.type())).div(sqrt(v).add(floor.cast(p.type())));
          boolean decays = weightDecay != 0 && Leaves.isWeights(p);
          Tensor from = decays ? p.mul(kept.cast(p.type())) : p;
          return List.of(from.sub(move), m, v);
        });
  }

  /** 1 - beta^t, without cancellation. */
  private static Tensor correction(double beta, Tensor t) {
    return neg(expm1(t.mul(Math.max(Math.log(beta), LOG_OF_ZERO))));
  }

  @Override
  public String text() {
    return (weightDecay == 0 ? "adam:" : "adamw:")
        + learningRate.text()
        + OptimizerText.unless(USUAL_BETA1, OptimizerText.BETA1, beta1)
        + OptimizerText.unless(USUAL_BETA2, OptimizerText.BETA2, beta2)
        + OptimizerText.unless(USUAL_EPSILON, OptimizerText.EPSILON, epsilon)
        + OptimizerText.unless(0, OptimizerText.WEIGHT_DECAY, weightDecay);
  }

  @Override
  public String toString() {
    return text();
  }
}
