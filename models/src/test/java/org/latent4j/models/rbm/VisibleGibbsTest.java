package org.latent4j.models.rbm;

import org.latent4j.sampling.MarkovKernel;
import org.latent4j.tck.ExactDistribution;
import org.latent4j.tensor.Tensor;

class VisibleGibbsTest extends GibbsVerification {
  @Override
  MarkovKernel<Tensor, GibbsState, GibbsInfo> kernel(RbmParameters p) {
    return MACHINE.rbm().gibbs(p);
  }

  @Override
  GibbsVerification another() {
    return new VisibleGibbsTest();
  }

  @Override
  protected ExactDistribution target() {
    return ExactDistribution.of(SmallMachine.states(5), MACHINE::logWeightOfVisible);
  }
}
