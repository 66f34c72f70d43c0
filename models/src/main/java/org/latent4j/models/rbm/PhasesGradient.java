package org.latent4j.models.rbm;

import org.latent4j.models.optimizer.Gradient;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * The gradient of the mean negative log-likelihood as both phases give it. Their products go
 * straight onto a matrix that is there already, so that the gradient itself need not be made.
 */
record PhasesGradient(Phases phases) implements Gradient<RbmParameters> {
  @Override
  public RbmParameters formed() {
    return TensorTree.mapTensors(phases.gradient(), ascent -> ascent.mul(-1));
  }

  /** Adds the gradient of the log-likelihood, which has the opposite sign. */
  @Override
  public RbmParameters subtractedFrom(RbmParameters from, Tensor rate) {
    Tensor own = rate.cast(from.type());
    Tensor risen =
        phases
            .positiveVisible()
            .transpose()
            .matmulAdd(
                own.mul(phases.positiveWeight()), phases.positiveHidden(), 1, from.weights());
    return new RbmParameters(
        phases
            .negativeVisible()
            .transpose()
            .matmulAdd(own.mul(-phases.negativeWeight()), phases.negativeHidden(), 1, risen),
        from.visibleBias().add(own.mul(phases.visibleBiasGradient())),
        from.hiddenBias().add(own.mul(phases.hiddenBiasGradient())));
  }
}
