package org.latent4j.models.optimizer;

import java.util.Optional;
import org.latent4j.tensor.Tensor;

/**
 * What the schedules of an optimiser say at one step. {@link Optimizer#at} evaluates them.
 *
 * @param rate the learning rate, FLOAT32 or FLOAT64 of rank 0
 * @param momentum the momentum, FLOAT32 or FLOAT64 of rank 0; absent if the optimiser has none, or
 *     a constant one
 */
public record Hyperparameters(Tensor rate, Optional<Tensor> momentum) {
  /**
   * Takes a rate from elsewhere, for an optimiser in which nothing else changes.
   *
   * @param rate the learning rate, FLOAT32 or FLOAT64 of rank 0
   * @return the hyperparameters
   */
  public static Hyperparameters rate(Tensor rate) {
    return new Hyperparameters(rate, Optional.empty());
  }

  /**
   * Multiplies the rate, as after a divergence.
   *
   * @param factor FLOAT32 or FLOAT64 of rank 0
   * @return the same with another rate
   */
  public Hyperparameters slower(Tensor factor) {
    return new Hyperparameters(rate.mul(factor.cast(rate.type())), momentum);
  }
}
