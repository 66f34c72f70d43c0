package org.latent4j.models.optimizer;

import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/** Derivatives that are there already. */
record FormedGradient<P>(P formed) implements Gradient<P> {
  @Override
  public P subtractedFrom(P from, Tensor rate) {
    return TensorTree.zip(
        from, formed, (leaf, slope) -> leaf.sub(slope.mul(rate.cast(leaf.type()))));
  }
}
