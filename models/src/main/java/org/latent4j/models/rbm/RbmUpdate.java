package org.latent4j.models.rbm;

import static org.latent4j.tensor.Functions.sub;

import org.latent4j.tensor.Tensor;

/**
 * Learning steps up the mean log-likelihood L, less {@code weightDecay / 2} times the squared
 * weights. The biases are not decayed (Hinton 2010, section 10).
 *
 * <p>Both forms add the products of the two phases straight onto a matrix that is there already and
 * never make the gradient itself.
 */
public final class RbmUpdate {
  private RbmUpdate() {}

  /**
   * Takes a plain step, {@code p' = p + rate (dL/dp - weightDecay W)}.
   *
   * @param p the parameters
   * @param phases the statistics of both phases
   * @param rate the learning rate, rank 0 of the parameters' type
   * @param weightDecay at least 0
   * @return the new parameters
   * @throws IllegalArgumentException if the weight decay is not at least 0
   */
  public static RbmParameters ascend(
      RbmParameters p, Phases phases, Tensor rate, double weightDecay) {
    requireDecay(weightDecay);
    Tensor decayed =
        weightDecay == 0 ? p.weights() : p.weights().mul(sub(1, rate.mul(weightDecay)));
    return new RbmParameters(
        addProducts(decayed, phases, rate),
        p.visibleBias().add(rate.mul(phases.visibleBiasGradient())),
        p.hiddenBias().add(rate.mul(phases.hiddenBiasGradient())));
  }

  /**
   * Takes a step with momentum, {@code velocity' = momentum velocity + rate (dL/dp - weightDecay
   * W)} and {@code p' = p + velocity'}.
   *
   * @param moving the parameters and their velocity
   * @param phases the statistics of both phases
   * @param rate the learning rate, rank 0 of the parameters' type
   * @param momentum from 0 to below 1, rank 0 of that type
   * @param weightDecay at least 0
   * @return the new parameters and velocity
   * @throws IllegalArgumentException if the weight decay is not at least 0
   */
  public static Moving ascend(
      Moving moving, Phases phases, Tensor rate, Tensor momentum, double weightDecay) {
    requireDecay(weightDecay);
    RbmParameters p = moving.parameters();
    RbmParameters velocity = moving.velocity();
    Tensor kept = velocity.weights().mul(momentum);
    if (weightDecay != 0) {
      kept = kept.sub(p.weights().mul(rate.mul(weightDecay)));
    }
    RbmParameters next =
        new RbmParameters(
            addProducts(kept, phases, rate),
            velocity.visibleBias().mul(momentum).add(rate.mul(phases.visibleBiasGradient())),
            velocity.hiddenBias().mul(momentum).add(rate.mul(phases.hiddenBiasGradient())));
    return new Moving(
        new RbmParameters(
            p.weights().add(next.weights()),
            p.visibleBias().add(next.visibleBias()),
            p.hiddenBias().add(next.hiddenBias())),
        next);
  }

  /**
   * Moves the parameters one momentum further along the change of the velocity, which makes a step
   * with momentum one with Nesterov's: {@code p' + momentum (velocity' - velocity)}.
   *
   * @param before before the step
   * @param after after the step
   * @param momentum that of the step, rank 0 of the parameters' type
   * @return the parameters further on, and the velocity after the step
   */
  public static Moving nesterov(Moving before, Moving after, Tensor momentum) {
    RbmParameters p = after.parameters();
    RbmParameters velocity = after.velocity();
    RbmParameters old = before.velocity();
    RbmParameters further =
        new RbmParameters(
            p.weights().add(velocity.weights().sub(old.weights()).mul(momentum)),
            p.visibleBias().add(velocity.visibleBias().sub(old.visibleBias()).mul(momentum)),
            p.hiddenBias().add(velocity.hiddenBias().sub(old.hiddenBias()).mul(momentum)));
    return new Moving(further, velocity);
  }

  /**
   * Parameters in motion: the state of learning with momentum.
   *
   * @param parameters where they are
   * @param velocity what the last step added to them; 0 at the start
   */
  public record Moving(RbmParameters parameters, RbmParameters velocity) {}

  private static Tensor addProducts(Tensor to, Phases phases, Tensor rate) {
    Tensor risen =
        phases
            .positiveVisible()
            .transpose()
            .matmulAdd(rate.mul(phases.positiveWeight()), phases.positiveHidden(), 1, to);
    return phases
        .negativeVisible()
        .transpose()
        .matmulAdd(rate.mul(-phases.negativeWeight()), phases.negativeHidden(), 1, risen);
  }

  private static void requireDecay(double weightDecay) {
    if (!(weightDecay >= 0)) {
      throw new IllegalArgumentException(
          "learning step: the weight decay must be at least 0, but is " + weightDecay);
    }
  }
}
