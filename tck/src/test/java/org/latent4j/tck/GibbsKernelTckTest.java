package org.latent4j.tck;

/** The rules for kernels can be met. */
class GibbsKernelTckTest extends KernelCase {
  GibbsKernelTckTest() {
    super(new TwoLayers.Gibbs());
  }
}
