package org.latent4j.benchmarks.rbm;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.sigmoid;

import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * CD-1 and PCD-1 as one writes them down with nothing but tensors. They are what the other
 * libraries' steps compute, too: statistics summed over the batch, means in the place of the first
 * and last hidden states.
 */
final class PlainStep {
  private PlainStep() {}

  /** Chains start at the data: five products. */
  static RbmParameters cd1(RbmParameters p, Tensor v0, Tensor rate, RandomKey key) {
    Tensor h0 = hidden(p, v0);
    Tensor v1 = visible(p, bernoulli(key.fold(0), h0), key.fold(1));
    return learned(p, v0, h0, v1, hidden(p, v1), rate);
  }

  /** What a step of PCD-1 gives: the parameters and the moved chains. */
  record Persistent(RbmParameters parameters, Tensor chains) {}

  /** Chains [B, H] go on from where they were: five products, too. */
  static Persistent pcd1(RbmParameters p, Tensor v0, Tensor chains, Tensor rate, RandomKey key) {
    Tensor h0 = hidden(p, v0);
    Tensor v1 = visible(p, chains, key.fold(0));
    Tensor h1 = hidden(p, v1);
    return new Persistent(learned(p, v0, h0, v1, h1, rate), bernoulli(key.fold(1), h1));
  }

  private static Tensor hidden(RbmParameters p, Tensor v) {
    return sigmoid(v.matmul(p.weights()).add(p.hiddenBias()));
  }

  private static Tensor visible(RbmParameters p, Tensor h, RandomKey key) {
    return bernoulli(key, sigmoid(h.matmul(p.weights().transpose()).add(p.visibleBias())));
  }

  private static RbmParameters learned(
      RbmParameters p, Tensor v0, Tensor h0, Tensor v1, Tensor h1, Tensor rate) {
    Tensor risen = v0.transpose().matmulAdd(rate, h0, 1, p.weights());
    return new RbmParameters(
        v1.transpose().matmulAdd(neg(rate), h1, 1, risen),
        p.visibleBias().add(rate.mul(v0.sub(v1).sum(0))),
        p.hiddenBias().add(rate.mul(h0.sub(h1).sum(0))));
  }
}
