package org.latent4j.tck;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.sigmoid;

import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * One step of contrastive divergence (Hinton 2002, <i>Training products of experts by minimizing
 * contrastive divergence</i>) for a restricted Boltzmann machine of binary units: on tensors, and
 * in plain Java.
 */
final class ContrastiveDivergence {
  private ContrastiveDivergence() {}

  /** Weights [V, H], biases of the visible units [V] and of the hidden units [H]. */
  record Params(Tensor w, Tensor b, Tensor c) {}

  /** The same as matrices of doubles; the biases are rows. */
  record PlainParams(PlainMatrix w, PlainMatrix b, PlainMatrix c) {}

  /** Visible units v0 [B, V] in {0, 1}; rate: rank 0. */
  static Params step(Params p, Tensor v0, Tensor rate, RandomKey key) {
    Tensor h0 = sigmoid(v0.matmul(p.w()).add(p.c()));
    Tensor sampled = bernoulli(key.fold(0), h0);
    Tensor v1 = bernoulli(key.fold(1), sigmoid(sampled.matmul(p.w().transpose()).add(p.b())));
    Tensor h1 = sigmoid(v1.matmul(p.w()).add(p.c()));
    Tensor w = v0.transpose().matmulAdd(rate, h0, 1, p.w());
    return new Params(
        v1.transpose().matmulAdd(neg(rate), h1, 1, w),
        p.b().add(rate.mul(v0.sub(v1).sum(0))),
        p.c().add(rate.mul(h0.sub(h1).sum(0))));
  }

  /** The same in doubles, with the draws of the key. */
  static PlainParams step(PlainParams p, PlainMatrix v0, double rate, PlainDraws key) {
    PlainMatrix h0 = hidden(p, v0);
    PlainMatrix sampled = key.fold(0).bernoulli(h0);
    PlainMatrix visible = sampled.times(p.w().transposed()).plus(p.b());
    PlainMatrix v1 = key.fold(1).bernoulli(visible.map(ContrastiveDivergence::logistic));
    PlainMatrix h1 = hidden(p, v1);
    PlainMatrix data = v0.transposed().times(h0);
    PlainMatrix model = v1.transposed().times(h1);
    return new PlainParams(
        p.w().plus(data.minus(model).map(x -> rate * x)),
        p.b().plus(v0.minus(v1).columnSums().map(x -> rate * x)),
        p.c().plus(h0.minus(h1).columnSums().map(x -> rate * x)));
  }

  private static PlainMatrix hidden(PlainParams p, PlainMatrix v) {
    return v.times(p.w()).plus(p.c()).map(ContrastiveDivergence::logistic);
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static Params onBackend(Backend backend, DataType type, PlainParams p) {
    return new Params(
        Tensors.of(backend, type, p.w().values(), p.w().rows(), p.w().columns()),
        Tensors.of(backend, type, p.b().values(), p.b().columns()),
        Tensors.of(backend, type, p.c().values(), p.c().columns()));
  }
}
