package org.latent4j.tck;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.sigmoid;

import org.latent4j.op.SpecialFunctions;
import org.latent4j.sampling.MarkovKernel;
import org.latent4j.sampling.Transition;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * A restricted Boltzmann machine of four visible and three hidden units, small enough to be listed:
 * p(v) is proportional to exp(b v) times the product of 1 + exp(c + v W) over the hidden units.
 */
final class TwoLayers {
  static final int VISIBLE = 4;
  static final int HIDDEN = 3;

  private static final double[] B = {0.3, -0.6, 0.1, 0.8};
  private static final double[] C = {-0.4, 0.2, 0.5};
  private static final double[] W = {
    1.2, -0.9, 0.4, -1.5, 0.7, 1.1, 0.6, -1.3, 0.9, -0.8, 1.4, -1.1
  };

  private TwoLayers() {}

  /** The position of every chain. */
  record Chains(Tensor v) {}

  /** The probabilities of the last visible units. */
  record Info(Tensor probability) {}

  static ExactDistribution distribution() {
    return ExactDistribution.of(ExactDistribution.binaryStates(VISIBLE), TwoLayers::logWeight);
  }

  /** Of the states of the visible units followed by those of the hidden ones. */
  static ExactDistribution jointDistribution() {
    return ExactDistribution.of(
        ExactDistribution.binaryStates(VISIBLE + HIDDEN), TwoLayers::jointLogWeight);
  }

  private static double logWeight(double[] v) {
    double sum = visibleLogWeight(v);
    for (int j = 0; j < HIDDEN; j++) {
      sum += SpecialFunctions.softplus(hiddenInput(v, j));
    }
    return sum;
  }

  private static double jointLogWeight(double[] state) {
    double sum = visibleLogWeight(state);
    for (int j = 0; j < HIDDEN; j++) {
      sum += state[VISIBLE + j] * hiddenInput(state, j);
    }
    return sum;
  }

  private static double visibleLogWeight(double[] v) {
    double sum = 0;
    for (int i = 0; i < VISIBLE; i++) {
      sum += B[i] * v[i];
    }
    return sum;
  }

  private static double hiddenInput(double[] v, int j) {
    double input = C[j];
    for (int i = 0; i < VISIBLE; i++) {
      input += v[i] * W[i * HIDDEN + j];
    }
    return input;
  }

  /** Gibbs sampling of hidden and then visible units; broken kernels override a part. */
  static class Gibbs implements MarkovKernel<Tensor, Chains, Info> {
    @Override
    public Chains init(Tensor position) {
      return new Chains(position);
    }

    @Override
    public Tensor position(Chains state) {
      return state.v();
    }

    @Override
    public Transition<Chains, Info> step(RandomKey key, Chains state) {
      Tensor h = draw(key.fold(0), hiddenMean(state.v()));
      Tensor p = visibleMean(h);
      return new Transition<>(new Chains(draw(key.fold(1), p)), new Info(p));
    }

    final Tensor hiddenMean(Tensor v) {
      return sigmoid(v.matmul(weights(v)).add(like(v, C, HIDDEN)));
    }

    final Tensor visibleMean(Tensor h) {
      return sigmoid(h.matmul(weights(h).transpose()).add(like(h, B, VISIBLE)));
    }

    private Tensor weights(Tensor like) {
      return like(like, scaled(W), VISIBLE, HIDDEN);
    }

    Tensor draw(RandomKey key, Tensor p) {
      return bernoulli(key, p);
    }

    double[] scaled(double[] weights) {
      return weights.clone();
    }

    private static Tensor like(Tensor v, double[] numbers, int... shape) {
      return Tensors.of(v.backend(), v.type(), numbers, shape);
    }
  }

  /** One row of draws serves all chains. */
  static Tensor sharedDraw(RandomKey key, Tensor p) {
    return lt(uniformLike(key, p.slice(0, 0, 1)), p);
  }
}
