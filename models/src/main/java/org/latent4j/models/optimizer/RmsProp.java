package org.latent4j.models.optimizer;

import static org.latent4j.tensor.Functions.sqrt;
import static org.latent4j.tensor.Functions.square;

import java.util.List;
import org.latent4j.models.schedule.Interval;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.tensor.Tensor;

/**
 * RMSProp, which divides each step by the root of a running mean of squared gradients (Tieleman and
 * Hinton 2012, <i>Lecture 6.5: rmsprop</i>):
 *
 * <pre>
 * v &lt;- decay v + (1 - decay) gradient^2
 * p &lt;- p - rate * gradient / (sqrt(v) + epsilon)
 * </pre>
 *
 * <p>Immutable.
 *
 * @param learningRate the rate of each epoch, positive
 * @param decay how much of the mean square is kept, from 0 to below 1
 * @param epsilon keeps steps finite where gradients vanish, positive
 */
public record RmsProp(Schedule learningRate, double decay, double epsilon) implements Optimizer {
  static final double USUAL_DECAY = 0.9;
  static final double USUAL_EPSILON = 1e-8;

  /**
   * Checks the numbers.
   *
   * @param learningRate the rate of each epoch, positive
   * @param decay from 0 to below 1
   * @param epsilon positive and finite
   * @throws IllegalArgumentException if a number is out of range
   */
  public RmsProp {
    learningRate.requireWithin("rmsprop: the learning rate", Interval.POSITIVE);
    Interval.FRACTION.require("rmsprop: decay", decay);
    Interval.POSITIVE.require("rmsprop: epsilon", epsilon);
  }

  /**
   * Starts with a constant rate, decay 0.9 and epsilon 1e-8.
   *
   * @param rate positive and finite; 0.001 is the usual first guess
   * @return the optimiser
   */
  public static RmsProp rate(double rate) {
    return rate(Schedule.constant(Interval.POSITIVE.require("rmsprop: the learning rate", rate)));
  }

  /**
   * Starts with a schedule, decay 0.9 and epsilon 1e-8.
   *
   * @param learningRate the rate of each epoch, positive
   * @return the optimiser
   */
  public static RmsProp rate(Schedule learningRate) {
    return new RmsProp(learningRate, USUAL_DECAY, USUAL_EPSILON);
  }

  /**
   * Returns this optimiser with another decay.
   *
   * @param value from 0 to below 1
   * @return the optimiser
   */
  public RmsProp decay(double value) {
    return new RmsProp(learningRate, value, epsilon);
  }

  /**
   * Returns this optimiser with another epsilon.
   *
   * @param value positive and finite
   * @return the optimiser
   */
  public RmsProp epsilon(double value) {
    return new RmsProp(learningRate, decay, value);
  }

  @Override
  public int momentCount() {
    return 1;
  }

  @Override
  public <P> OptimizerState<P> update(
      OptimizerState<P> state, Gradient<P> gradient, Hyperparameters at) {
    return Leaves.update(
        "rmsprop",
        momentCount(),
        state,
        gradient.formed(),
        at.rate(),
        (p, slope, moments) -> {
          Tensor v = moments.get(0).mul(decay).add(square(slope).mul(1 - decay));
          Tensor move = slope.mul(at.rate().cast(p.type())).div(sqrt(v).add(epsilon));
          return List.of(p.sub(move), v);
        });
  }

  @Override
  public String text() {
    return "rmsprop:"
        + learningRate.text()
        + OptimizerText.unless(USUAL_DECAY, OptimizerText.DECAY, decay)
        + OptimizerText.unless(USUAL_EPSILON, OptimizerText.EPSILON, epsilon);
  }

  @Override
  public String toString() {
    return text();
  }
}
