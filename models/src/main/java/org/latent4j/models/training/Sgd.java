package org.latent4j.models.training;

import java.util.Locale;

/**
 * Stochastic gradient ascent on the log-likelihood, with momentum and weight decay:
 *
 * <pre>
 * velocity &lt;- momentum * velocity + rate * (gradient - weightDecay * weights)
 * parameters &lt;- parameters + velocity
 * </pre>
 *
 * <p>The gradient is the mean over the minibatch. Weight decay acts on weights only, not on biases
 * (Hinton 2010, <i>A practical guide to training restricted Boltzmann machines</i>, sections 9 and
 * 10). Immutable.
 *
 * @param learningRate the rate of each epoch
 * @param momentum from 0 (none) to below 1
 * @param weightDecay the strength of the pull of weights towards 0, at least 0
 */
public record Sgd(LearningRate learningRate, double momentum, double weightDecay) {
  /**
   * Checks the numbers.
   *
   * @param learningRate the rate of each epoch
   * @param momentum from 0 to below 1
   * @param weightDecay at least 0 and finite
   * @throws IllegalArgumentException if a number is out of range
   */
  public Sgd {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "sgd: momentum must be in [0, 1), not %s", momentum));
    }
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "sgd: weight decay must be at least 0 and finite, not %s", weightDecay));
    }
  }

  /**
   * Starts with a constant rate, no momentum and no weight decay.
   *
   * @param rate positive and finite
   * @return the optimiser
   */
  public static Sgd rate(double rate) {
    return rate(LearningRate.constant(rate));
  }

  /**
   * Starts with a schedule, no momentum and no weight decay.
   *
   * @param learningRate the rate of each epoch
   * @return the optimiser
   */
  public static Sgd rate(LearningRate learningRate) {
    return new Sgd(learningRate, 0, 0);
  }

  /**
   * Returns this optimiser with another momentum.
   *
   * @param value from 0 to below 1
   * @return the optimiser
   */
  public Sgd momentum(double value) {
    return new Sgd(learningRate, value, weightDecay);
  }

  /**
   * Returns this optimiser with another weight decay.
   *
   * @param value at least 0
   * @return the optimiser
   */
  public Sgd weightDecay(double value) {
    return new Sgd(learningRate, momentum, value);
  }
}
