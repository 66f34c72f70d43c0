package org.latent4j.models.rbm;

import org.latent4j.sampling.MarkovKernel;
import org.latent4j.tck.ExactDistribution;
import org.latent4j.tensor.Tensor;

class HiddenGibbsTest extends GibbsVerification {
  @Override
  MarkovKernel<Tensor, GibbsState, GibbsInfo> kernel(RbmParameters p) {
    return MACHINE.rbm().gibbsHidden(p);
  }

  @Override
  GibbsVerification another() {
    return new HiddenGibbsTest();
  }

  @Override
  protected ExactDistribution target() {
    return ExactDistribution.of(SmallMachine.states(4), MACHINE::logWeightOfHidden);
  }
}
