package org.latent4j.tck;

import static org.latent4j.tensor.Functions.concat;

import org.latent4j.backend.Backend;
import org.latent4j.sampling.MarkovKernel;
import org.latent4j.sampling.Transition;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** The rules can be met by a kernel whose positions are a tree: both layers of the machine. */
class JointGibbsTckTest
    extends MarkovKernelVerification<JointGibbsTckTest.Layers, JointGibbsTckTest.Layers, Tensor> {
  /** The states of both layers, [chains, 4] and [chains, 3]. */
  record Layers(Tensor v, Tensor h) {}

  /** Draws the visible units given the hidden ones, then these anew. */
  private static final class Joint implements MarkovKernel<Layers, Layers, Tensor> {
    private final TwoLayers.Gibbs layers = new TwoLayers.Gibbs();

    @Override
    public Layers init(Layers position) {
      return position;
    }

    @Override
    public Layers position(Layers state) {
      return state;
    }

    @Override
    public Transition<Layers, Tensor> step(RandomKey key, Layers state) {
      Tensor p = layers.visibleMean(state.h());
      Tensor v = layers.draw(key.fold(0), p);
      Tensor h = layers.draw(key.fold(1), layers.hiddenMean(v));
      return new Transition<>(new Layers(v, h), p);
    }
  }

  @Override
  protected Backend openBackend() {
    return new ReferenceBackend();
  }

  @Override
  protected MarkovKernel<Layers, Layers, Tensor> kernel(Backend backend) {
    return new Joint();
  }

  @Override
  protected ExactDistribution target() {
    return TwoLayers.jointDistribution();
  }

  @Override
  protected Layers positions(Tensor rows) {
    int width = TwoLayers.VISIBLE + TwoLayers.HIDDEN;
    return new Layers(rows.slice(1, 0, TwoLayers.VISIBLE), rows.slice(1, TwoLayers.VISIBLE, width));
  }

  @Override
  protected Tensor rows(Layers positions) {
    return concat(1, positions.v(), positions.h());
  }
}
