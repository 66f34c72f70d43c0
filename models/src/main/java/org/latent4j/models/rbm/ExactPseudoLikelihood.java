package org.latent4j.models.rbm;

import org.latent4j.backend.Backend;
import org.latent4j.models.evaluation.Scorer;
import org.latent4j.tensor.Tensor;

/** Scores examples by {@link PseudoLikelihood#exact}. */
final class ExactPseudoLikelihood implements Scorer<RbmParameters, Tensor> {
  private final PseudoLikelihood prepared;

  ExactPseudoLikelihood(Backend backend, Rbm rbm) {
    this.prepared = PseudoLikelihood.of(backend, rbm);
  }

  @Override
  public AtParameters<Tensor> at(RbmParameters parameters) {
    return (v, key) -> prepared.exact(parameters, v);
  }

  @Override
  public void close() {
    prepared.close();
  }
}
