package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.op.DataType;
import org.latent4j.sampling.MarkovKernel;
import org.latent4j.tck.MarkovKernelVerification;
import org.latent4j.tensor.Tensor;

/** A Gibbs sampler of a small machine under the conformance kit's rules for Markov kernels. */
abstract class GibbsVerification extends MarkovKernelVerification<Tensor, GibbsState, GibbsInfo> {
  static final SmallMachine MACHINE = SmallMachine.random(5, 4, 60);

  private double weightScale = 1;

  @Override
  protected Backend openBackend() {
    return Backends.open(System.getProperty("latent4j.test.backend", "java"));
  }

  @Override
  protected MarkovKernel<Tensor, GibbsState, GibbsInfo> kernel(Backend backend) {
    RbmParameters p = MACHINE.parameters(backend, DataType.FLOAT32);
    return kernel(new RbmParameters(p.weights().mul(weightScale), p.visibleBias(), p.hiddenBias()));
  }

  abstract MarkovKernel<Tensor, GibbsState, GibbsInfo> kernel(RbmParameters p);

  abstract GibbsVerification another();

  @Override
  protected Tensor positions(Tensor rows) {
    return rows;
  }

  @Override
  protected Tensor rows(Tensor positions) {
    return positions;
  }

  /** The rule must be able to fail: a kernel of another machine drifts. */
  @Test
  void aKernelOfScaledWeightsIsSeenToDrift() {
    try (GibbsVerification scaled = another()) {
      scaled.weightScale = 0.8;
      assertThrows(AssertionError.class, scaled::noDrift);
    }
  }
}
