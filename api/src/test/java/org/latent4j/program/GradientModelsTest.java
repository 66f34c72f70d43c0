package org.latent4j.program;

import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.tanh;
import static org.latent4j.testing.Differences.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.Differences;
import org.latent4j.testing.NaiveBackend;

/** Gradients of the losses of small models against their formulas. */
class GradientModelsTest {
  private final NaiveBackend backend = new NaiveBackend();
  private final SplittableRandom random = new SplittableRandom(17);

  @AfterEach
  void close() {
    backend.close();
  }

  private Tensor weights(int... shape) {
    Tensor zeros = Tensor.full(backend, org.latent4j.op.DataType.FLOAT64, 0, shape);
    double[] elements = random.doubles(zeros.shape().size(), -1, 1).toArray();
    return Tensor.of(backend, elements, shape);
  }

  private Tensor bits(int... shape) {
    return Draws.bernoulli(RandomKey.of(4), sigmoid(weights(shape)));
  }

  /** F(v) = -v b - sum log(1 + exp(v W + c)), summed over the rows. */
  @Test
  void theFreeEnergyOfAnRbmHasItsKnownGradient() {
    record Rbm(Tensor w, Tensor b, Tensor c) {}

    Tensor v = bits(7, 5);
    Rbm rbm = new Rbm(weights(5, 3), weights(5), weights(3));
    Rbm gradient =
        Gradients.<Rbm>of(
                p -> {
                  Tensor inputs = v.matmul(p.w()).add(p.c());
                  return neg(v.mul(p.b()).sum().add(softplus(inputs).sum()));
                })
            .apply(rbm);
    Tensor means = sigmoid(v.matmul(rbm.w()).add(rbm.c()));
    assertClose("w", neg(v.transpose().matmul(means)).toDoubles(), gradient.w().toDoubles());
    assertClose("b", neg(v.sum(0)).toDoubles(), gradient.b().toDoubles());
    assertClose("c", neg(means.sum(0)).toDoubles(), gradient.c().toDoubles());
  }

  /** Kingma and Welling 2014: the negative evidence lower bound with reparametrised draws. */
  @Test
  void theLossOfAVaeHasItsKnownGradients() {
    Vae vae = new Vae(bits(6, 4));
    List<Tensor> params =
        List.of(weights(4, 3), weights(3), weights(3, 2), weights(3, 2), weights(2, 4), weights(4));
    List<Tensor> gradient = Gradients.<List<Tensor>>of(vae::loss).apply(params);

    Tensor residual = sigmoid(vae.logits(params)).sub(vae.x);
    Tensor latent = vae.latent(params);
    assertClose("decoder", latent.transpose().matmul(residual).toDoubles(), doubles(gradient, 4));
    assertClose("bias", residual.sum(0).toDoubles(), doubles(gradient, 5));
    Tensor toLatent = residual.matmul(params.get(4).transpose());
    Tensor hidden = vae.hidden(params);
    Tensor toMean = toLatent.add(vae.mean(params));
    assertClose("means", hidden.transpose().matmul(toMean).toDoubles(), doubles(gradient, 2));
    Tensor logVariance = vae.logVariance(params);
    Tensor toLogVariance =
        toLatent.mul(latent.sub(vae.mean(params))).add(exp(logVariance).sub(1)).mul(0.5);
    assertClose(
        "variances", hidden.transpose().matmul(toLogVariance).toDoubles(), doubles(gradient, 3));
    Tensor toHidden =
        toMean
            .matmul(params.get(2).transpose())
            .add(toLogVariance.matmul(params.get(3).transpose()))
            .mul(neg(square(hidden)).add(1));
    assertClose("encoder", vae.x.transpose().matmul(toHidden).toDoubles(), doubles(gradient, 0));
    assertClose("encoder bias", toHidden.sum(0).toDoubles(), doubles(gradient, 1));
    Differences.checkAlong("vae", vae::loss, params, 1);
  }

  private static double[] doubles(List<Tensor> tensors, int leaf) {
    return new ArrayList<>(tensors).get(leaf).toDoubles();
  }

  /** A tanh encoder, a linear decoder, Bernoulli pixels. */
  private record Vae(Tensor x) {
    Tensor hidden(List<Tensor> p) {
      return tanh(x.matmul(p.get(0)).add(p.get(1)));
    }

    Tensor mean(List<Tensor> p) {
      return hidden(p).matmul(p.get(2));
    }

    Tensor logVariance(List<Tensor> p) {
      return hidden(p).matmul(p.get(3));
    }

    Tensor latent(List<Tensor> p) {
      Tensor noise = Draws.normalLike(RandomKey.of(9), mean(p));
      return mean(p).add(exp(logVariance(p).mul(0.5)).mul(noise));
    }

    Tensor logits(List<Tensor> p) {
      return latent(p).matmul(p.get(4)).add(p.get(5));
    }

    Tensor loss(List<Tensor> p) {
      Tensor logVariance = logVariance(p);
      Tensor surprise = softplus(logits(p)).sub(x.mul(logits(p))).sum();
      Tensor divergence =
          square(mean(p)).add(exp(logVariance)).sub(logVariance).sub(1).mul(0.5).sum();
      return surprise.add(divergence);
    }
  }
}
