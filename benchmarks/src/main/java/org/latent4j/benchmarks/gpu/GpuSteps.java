package org.latent4j.benchmarks.gpu;

import static org.latent4j.program.Step.result;
import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.logSoftmax;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.relu;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.tanh;

import java.util.List;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Draws;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * The steps that are timed. All they need is on the device: the data are a constant, the number of
 * the step is a part of the state, so that a run is one launch.
 */
final class GpuSteps {
  private static final RandomKey KEY = RandomKey.of(1);
  private static final DataType TYPE = DataType.FLOAT32;
  private static final double RATE = 0.01;

  private GpuSteps() {}

  /** A restricted Boltzmann machine: weights [V, H], biases, the number of the step. */
  record Machine(Tensor w, Tensor b, Tensor c, Tensor step) {}

  /** Chains [N, V] beside the weights. */
  record Chains(Tensor v, Tensor step) {}

  /** What the products of a step of Gibbs sampling make. */
  record ChainProducts(Tensor v, Tensor h, Tensor one, Tensor step) {}

  /** What the products of CD-1 make. */
  record Products(Tensor gradient, Tensor h0, Tensor v1, Tensor h1, Tensor one, Tensor step) {}

  /** Weights and biases of three layers, and the number of the step. */
  record Classifier(Layers layers, Tensor step) {}

  /** Weights and biases of three layers. */
  record Layers(Tensor w1, Tensor b1, Tensor w2, Tensor b2, Tensor w3, Tensor b3) {}

  /** A variational autoencoder and the number of the step. */
  record Autoencoder(Coder coder, Tensor step) {}

  /** Weights without biases: data to hidden, to mean and log variance, and back. */
  record Coder(Tensor in, Tensor mean, Tensor logVariance, Tensor back, Tensor out) {}

  static Tensor zero(Backend backend) {
    return Tensor.of(backend, new int[] {0});
  }

  static Tensor normal(Backend backend, int seed, double scale, int... shape) {
    return normalLike(RandomKey.of(seed), Tensor.full(backend, TYPE, 0, shape)).mul(scale);
  }

  private static Tensor binary(Backend backend, int rows, int columns) {
    return binary(backend, 9, 0.3, rows, columns);
  }

  private static Tensor binary(Backend backend, int seed, double mean, int rows, int columns) {
    return bernoulli(RandomKey.of(seed), Tensor.full(backend, TYPE, mean, rows, columns));
  }

  /** One step of CD-1. */
  static Program<Machine, Nothing, Nothing> cd1(Backend backend, int v, int h, int batch) {
    Machine start =
        new Machine(
            normal(backend, 1, 0.01, v, h),
            Tensor.full(backend, TYPE, 0, v),
            Tensor.full(backend, TYPE, 0, h),
            zero(backend));
    Tensor data = binary(backend, batch, v);
    double rate = RATE / batch;
    return Program.training(
        backend,
        start,
        (p, nothing) -> {
          RandomKey key = KEY.fold(p.step());
          Tensor h0 = sigmoid(data.matmul(p.w()).add(p.c()));
          Tensor hidden = bernoulli(key.fold(0), h0);
          Tensor v1 = bernoulli(key.fold(1), sigmoid(hidden.matmul(p.w().transpose()).add(p.b())));
          Tensor h1 = sigmoid(v1.matmul(p.w()).add(p.c()));
          Tensor w = data.transpose().matmulAdd(rate, h0, 1, p.w());
          return result(
              new Machine(
                  v1.transpose().matmulAdd(-rate, h1, 1, w),
                  p.b().add(data.sub(v1).sum(0).mul(rate)),
                  p.c().add(h0.sub(h1).sum(0).mul(rate)),
                  p.step().add(1)),
              Nothing.NOTHING);
        });
  }

  /**
   * The five products of CD-1 alone. Their factors are constants like those of a step, states of 0
   * and 1 and probabilities: what a GPU's power allows depends on the numbers. A factor of 1 from
   * the state keeps products of constants from being made once for all.
   */
  static Program<Products, Nothing, Nothing> products(Backend backend, int v, int h, int batch) {
    Products start =
        new Products(
            Tensor.full(backend, TYPE, 0, v, h),
            Tensor.full(backend, TYPE, 0, batch, h),
            Tensor.full(backend, TYPE, 0, batch, v),
            Tensor.full(backend, TYPE, 0, batch, h),
            Tensor.full(backend, TYPE, 1),
            zero(backend));
    Tensor w = normal(backend, 1, 0.01, v, h);
    Tensor data = binary(backend, 9, 0.3, batch, v);
    Tensor hidden = binary(backend, 10, 0.5, batch, h);
    Tensor visible = binary(backend, 11, 0.3, batch, v);
    Tensor p0 = uniform(backend, batch, h);
    Tensor p1 = p0.mul(-1).add(1);
    return Program.training(
        backend,
        start,
        (p, nothing) -> {
          Tensor gradient = data.transpose().matmulAdd(1e-9, p0, 1, p.gradient());
          return result(
              new Products(
                  visible.transpose().matmulAdd(-1e-9, p1, 1, gradient),
                  data.matmulAdd(p.one(), w, 0, p.h0()),
                  hidden.matmulAdd(p.one(), w.transpose(), 0, p.v1()),
                  visible.matmulAdd(p.one(), w, 0, p.h1()),
                  p.one(),
                  p.step()),
              Nothing.NOTHING);
        });
  }

  /** One step of Gibbs sampling of many chains. */
  static Program<Chains, Nothing, Nothing> gibbs(Backend backend, int v, int h, int chains) {
    Tensor w = normal(backend, 1, 0.05, v, h);
    Chains start = new Chains(binary(backend, chains, v), zero(backend));
    return Program.training(
        backend,
        start,
        (p, nothing) -> {
          RandomKey key = KEY.fold(p.step());
          Tensor hidden = bernoulli(key.fold(0), sigmoid(p.v().matmul(w)));
          Tensor visible = bernoulli(key.fold(1), sigmoid(hidden.matmul(w.transpose())));
          return result(new Chains(visible, p.step().add(1)), Nothing.NOTHING);
        });
  }

  /** The two products of a step of Gibbs sampling alone, of constant factors. */
  static Program<ChainProducts, Nothing, Nothing> gibbsProducts(
      Backend backend, int v, int h, int chains) {
    ChainProducts start =
        new ChainProducts(
            Tensor.full(backend, TYPE, 0, chains, v),
            Tensor.full(backend, TYPE, 0, chains, h),
            Tensor.full(backend, TYPE, 1),
            zero(backend));
    Tensor w = normal(backend, 1, 0.05, v, h);
    Tensor visible = binary(backend, 9, 0.3, chains, v);
    Tensor hidden = binary(backend, 10, 0.5, chains, h);
    return Program.training(
        backend,
        start,
        (p, nothing) ->
            result(
                new ChainProducts(
                    hidden.matmulAdd(p.one(), w.transpose(), 0, p.v()),
                    visible.matmulAdd(p.one(), w, 0, p.h()),
                    p.one(),
                    p.step()),
                Nothing.NOTHING));
  }

  /** One step of gradient descent of a classifier with 784, 512, 512 and 10 units. */
  static Program<Classifier, Nothing, Nothing> classifier(Backend backend, int batch) {
    Layers layers =
        new Layers(
            normal(backend, 1, 0.05, 784, 512),
            Tensor.full(backend, TYPE, 0, 512),
            normal(backend, 2, 0.05, 512, 512),
            Tensor.full(backend, TYPE, 0, 512),
            normal(backend, 3, 0.05, 512, 10),
            Tensor.full(backend, TYPE, 0, 10));
    Tensor x = binary(backend, batch, 784);
    Tensor target = Tensor.full(backend, TYPE, 0.1, batch, 10);
    Function<Layers, Tensor> loss =
        p -> {
          Tensor one = relu(x.matmul(p.w1()).add(p.b1()));
          Tensor two = relu(one.matmul(p.w2()).add(p.b2()));
          return neg(logSoftmax(two.matmul(p.w3()).add(p.b3()), 1).mul(target).sum(1).mean());
        };
    return Program.training(
        backend,
        new Classifier(layers, zero(backend)),
        (p, nothing) -> {
          Layers g = Gradients.of(loss).apply(p.layers());
          Layers now = p.layers();
          Layers next =
              new Layers(
                  down(now.w1(), g.w1()),
                  down(now.b1(), g.b1()),
                  down(now.w2(), g.w2()),
                  down(now.b2(), g.b2()),
                  down(now.w3(), g.w3()),
                  down(now.b3(), g.b3()));
          return result(new Classifier(next, p.step().add(1)), Nothing.NOTHING);
        });
  }

  /** One step of gradient descent of a variational autoencoder, 784 - 400 - 20 - 400 - 784. */
  static Program<Autoencoder, Nothing, Nothing> autoencoder(Backend backend, int batch) {
    Coder coder =
        new Coder(
            normal(backend, 1, 0.05, 784, 400),
            normal(backend, 2, 0.05, 400, 20),
            normal(backend, 3, 0.05, 400, 20),
            normal(backend, 4, 0.05, 20, 400),
            normal(backend, 5, 0.05, 400, 784));
    Tensor x = binary(backend, batch, 784);
    return Program.training(
        backend,
        new Autoencoder(coder, zero(backend)),
        (p, nothing) -> {
          RandomKey key = KEY.fold(p.step());
          Coder now = p.coder();
          Coder g = Gradients.<Coder>of(c -> loss(c, x, key)).apply(now);
          Coder next =
              new Coder(
                  down(now.in(), g.in()),
                  down(now.mean(), g.mean()),
                  down(now.logVariance(), g.logVariance()),
                  down(now.back(), g.back()),
                  down(now.out(), g.out()));
          return result(new Autoencoder(next, p.step().add(1)), Nothing.NOTHING);
        });
  }

  private static Tensor loss(Coder p, Tensor x, RandomKey key) {
    Tensor hidden = tanh(x.matmul(p.in()));
    Tensor mean = hidden.matmul(p.mean());
    Tensor logVariance = hidden.matmul(p.logVariance());
    Tensor code = mean.add(exp(logVariance.mul(0.5)).mul(normalLike(key, mean)));
    Tensor logits = tanh(code.matmul(p.back())).matmul(p.out());
    Tensor reconstruction = softplus(logits).sub(x.mul(logits)).sum(1);
    Tensor divergence = exp(logVariance).add(square(mean)).sub(1).sub(logVariance).sum(1).mul(0.5);
    return reconstruction.add(divergence).mean();
  }

  private static Tensor down(Tensor parameter, Tensor gradient) {
    return parameter.sub(gradient.mul(RATE));
  }

  /** The sizes of CD-1 that are timed: visible, hidden, batch. */
  static List<int[]> sizes() {
    return List.of(
        new int[] {784, 500, 128}, new int[] {784, 500, 1024}, new int[] {4096, 4096, 4096});
  }

  /** Uniform numbers, for the smoke test. */
  static Tensor uniform(Backend backend, int... shape) {
    return Draws.uniformLike(RandomKey.of(3), Tensor.full(backend, TYPE, 0, shape));
  }
}
