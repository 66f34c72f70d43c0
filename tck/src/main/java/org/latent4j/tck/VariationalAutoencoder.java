package org.latent4j.tck;

import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.tanh;

import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * The loss of a variational autoencoder (Kingma and Welling 2014, <i>Auto-encoding variational
 * Bayes</i>) with a normal code and binary data: on tensors, and in plain Java. With the mean m and
 * the variance s<sup>2</sup> that the encoder gives, and the logits l that the decoder gives for m
 * + s e with e normal, the loss of x is
 *
 * <pre>sum softplus(l) - x l  +  1/2 sum s^2 + m^2 - 1 - log s^2.</pre>
 */
final class VariationalAutoencoder {
  private VariationalAutoencoder() {}

  /** Weights [in, out] and bias [out]. */
  record Dense(Tensor weights, Tensor bias) {
    Tensor of(Tensor x) {
      return x.matmul(weights).add(bias);
    }
  }

  /** Data to the mean and the logarithm of the variance of the code. */
  record Encoder(Dense hidden, Dense mean, Dense logVariance) {}

  /** Code to the logits of the data. */
  record Decoder(Dense hidden, Dense logits) {}

  /** The parameters. */
  record Params(Encoder encoder, Decoder decoder) {}

  /** The mean over the batch, and what it is the mean of, [B]. */
  record Loss(Tensor mean, Tensor ofEach) {}

  /** The loss of data x [B, D] in {0, 1}. */
  static Loss loss(Params params, Tensor x, RandomKey key) {
    Tensor hidden = tanh(params.encoder().hidden().of(x));
    Tensor mean = params.encoder().mean().of(hidden);
    Tensor logVariance = params.encoder().logVariance().of(hidden);
    Tensor code = mean.add(exp(logVariance.mul(0.5)).mul(normalLike(key, mean)));
    Tensor logits = params.decoder().logits().of(tanh(params.decoder().hidden().of(code)));
    Tensor reconstruction = softplus(logits).sub(x.mul(logits)).sum(1);
    Tensor divergence = exp(logVariance).add(square(mean)).sub(1).sub(logVariance).sum(1).mul(0.5);
    Tensor ofEach = reconstruction.add(divergence);
    return new Loss(ofEach.mean(), ofEach);
  }

  /** Weights and bias as matrices of doubles; the bias is a row. */
  record PlainDense(PlainMatrix weights, PlainMatrix bias) {
    PlainMatrix of(PlainMatrix x) {
      return x.times(weights).plus(bias);
    }

    private Dense onBackend(Backend backend, DataType type) {
      return new Dense(
          Tensors.of(backend, type, weights.values(), weights.rows(), weights.columns()),
          Tensors.of(backend, type, bias.values(), bias.columns()));
    }
  }

  /** The parameters in doubles. */
  record PlainParams(
      PlainDense hidden,
      PlainDense mean,
      PlainDense logVariance,
      PlainDense back,
      PlainDense logits) {

    /** Small random weights. */
    static PlainParams random(int data, int hidden, int code) {
      return new PlainParams(
          dense(31, data, hidden),
          dense(32, hidden, code),
          dense(33, hidden, code),
          dense(34, code, hidden),
          dense(35, hidden, data));
    }

    private static PlainDense dense(long seed, int in, int out) {
      return new PlainDense(
          Example.numbers(seed, in, out, 0.7), Example.numbers(seed + 100, 1, out, 0.7));
    }

    Params onBackend(Backend backend, DataType type) {
      return new Params(
          new Encoder(
              hidden.onBackend(backend, type),
              mean.onBackend(backend, type),
              logVariance.onBackend(backend, type)),
          new Decoder(back.onBackend(backend, type), logits.onBackend(backend, type)));
    }
  }

  /** The loss of each case in doubles, a row, with the draws of the key. */
  static PlainMatrix lossOfEach(PlainParams params, PlainMatrix x, PlainDraws key) {
    PlainMatrix hidden = params.hidden().of(x).map(Math::tanh);
    PlainMatrix mean = params.mean().of(hidden);
    PlainMatrix logVariance = params.logVariance().of(hidden);
    PlainMatrix noise = key.normal(mean.rows(), mean.columns());
    PlainMatrix code =
        PlainMatrix.filled(
            mean.rows(),
            mean.columns(),
            i -> mean.values()[i] + Math.exp(logVariance.values()[i] / 2) * noise.values()[i]);
    PlainMatrix logits = params.logits().of(params.back().of(code).map(Math::tanh));
    return PlainMatrix.filled(
        1, x.rows(), row -> reconstruction(x, logits, row) + divergence(mean, logVariance, row));
  }

  /** -log p(x | code) of independent binary numbers, term by term from their probabilities. */
  private static double reconstruction(PlainMatrix x, PlainMatrix logits, int row) {
    double sum = 0;
    for (int column = 0; column < x.columns(); column++) {
      double p = 1 / (1 + Math.exp(-logits.get(row, column)));
      sum -= x.get(row, column) == 1 ? Math.log(p) : Math.log(1 - p);
    }
    return sum;
  }

  /** The divergence of the code's normal distribution from the standard one. */
  private static double divergence(PlainMatrix mean, PlainMatrix logVariance, int row) {
    double sum = 0;
    for (int column = 0; column < mean.columns(); column++) {
      double m = mean.get(row, column);
      double logVar = logVariance.get(row, column);
      sum += (Math.exp(logVar) + m * m - 1 - logVar) / 2;
    }
    return sum;
  }
}
