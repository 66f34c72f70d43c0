package org.latent4j.models.rbm;

import org.latent4j.models.optimizer.Gradient;
import org.latent4j.tensor.Tensor;

/**
 * The states whose statistics make a learning step. The gradient of the mean log-likelihood is the
 * difference of two expectations, over the data (positive phase) and over the model (negative
 * phase):
 *
 * <pre>{@code
 * dL/dW = <v h>_data - <v h>_model,   dL/db = <v>_data - <v>_model,   dL/dc = <h>_data - <h>_model
 * }</pre>
 *
 * <p>Each phase is averaged over its own rows, so their numbers may differ.
 *
 * @param positiveVisible [B, V], the data
 * @param positiveHidden [B, H], the means of the hidden units given the data
 * @param negativeVisible [C, V], states that stand for the model's distribution
 * @param negativeHidden [C, H], the means of the hidden units given those
 */
public record Phases(
    Tensor positiveVisible, Tensor positiveHidden, Tensor negativeVisible, Tensor negativeHidden) {
  /**
   * Estimates the gradient of the mean log-likelihood.
   *
   * @return its parts, to be added to the parameters to ascend
   */
  public RbmParameters gradient() {
    // The hidden side is scaled, because it is smaller than the product.
    Tensor positive = positiveVisible.transpose().matmul(positiveHidden.mul(positiveWeight()));
    return new RbmParameters(
        negativeVisible.transpose().matmulAdd(-negativeWeight(), negativeHidden, 1, positive),
        visibleBiasGradient(),
        hiddenBiasGradient());
  }

  /**
   * Returns the gradient of the mean negative log-likelihood, the loss that an optimiser lets fall.
   * {@code Sgd} follows it without forming it: with the products of both phases CD-1 takes five.
   *
   * <pre>{@code
   * OptimizerState<RbmParameters> next = optimizer.update(state, phases.descent(), at);
   * }</pre>
   *
   * @return {@link #gradient} with the opposite sign, as two products
   */
  public Gradient<RbmParameters> descent() {
    return new PhasesGradient(this);
  }

  double positiveWeight() {
    return 1.0 / positiveVisible.shape().dim(0);
  }

  double negativeWeight() {
    return 1.0 / negativeVisible.shape().dim(0);
  }

  Tensor visibleBiasGradient() {
    return positiveVisible.mean(0).sub(negativeVisible.mean(0));
  }

  Tensor hiddenBiasGradient() {
    return positiveHidden.mean(0).sub(negativeHidden.mean(0));
  }
}
