package org.latent4j.tck;

import org.latent4j.backend.Backend;
import org.latent4j.sampling.MarkovKernel;
import org.latent4j.tensor.Tensor;

/** The rules for a kernel on the machine of two layers. */
class KernelCase extends MarkovKernelVerification<Tensor, TwoLayers.Chains, TwoLayers.Info> {
  private final MarkovKernel<Tensor, TwoLayers.Chains, TwoLayers.Info> kernel;

  KernelCase(MarkovKernel<Tensor, TwoLayers.Chains, TwoLayers.Info> kernel) {
    this.kernel = kernel;
  }

  @Override
  protected Backend openBackend() {
    return new ReferenceBackend();
  }

  @Override
  protected MarkovKernel<Tensor, TwoLayers.Chains, TwoLayers.Info> kernel(Backend backend) {
    return kernel;
  }

  @Override
  protected ExactDistribution target() {
    return TwoLayers.distribution();
  }

  @Override
  protected Tensor positions(Tensor rows) {
    return rows;
  }

  @Override
  protected Tensor rows(Tensor positions) {
    return positions;
  }
}
