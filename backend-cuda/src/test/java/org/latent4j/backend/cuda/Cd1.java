package org.latent4j.backend.cuda;

import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.sigmoid;

import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** One step of contrastive divergence, with the key and the step counter on the device. */
final class Cd1 {
  /** Weights [V, H], biases, and the number of the step. */
  record State(Tensor w, Tensor b, Tensor c, Tensor step) {}

  /** A minibatch [B, V] and the learning rate. */
  record Batch(Tensor v, Tensor rate) {}

  private Cd1() {}

  static Program<State, Batch, Nothing> program(Backend backend, int visible, int hidden) {
    State start =
        new State(
            Tensor.full(backend, DataType.FLOAT32, 0.01, visible, hidden),
            Tensor.full(backend, DataType.FLOAT32, 0, visible),
            Tensor.full(backend, DataType.FLOAT32, 0, hidden),
            Tensor.of(backend, new int[] {0}));
    RandomKey root = RandomKey.of(7);
    return Program.training(
        backend, start, (state, batch) -> Step.result(next(state, batch, root), Nothing.NOTHING));
  }

  private static State next(State p, Batch batch, RandomKey root) {
    RandomKey key = root.fold(p.step());
    Tensor v0 = batch.v();
    Tensor rate = batch.rate();
    Tensor h0 = sigmoid(v0.matmul(p.w()).add(p.c()));
    Tensor sample = bernoulli(key.fold(0), h0);
    Tensor v1 = bernoulli(key.fold(1), sigmoid(sample.matmul(p.w().transpose()).add(p.b())));
    Tensor h1 = sigmoid(v1.matmul(p.w()).add(p.c()));
    Tensor w = v0.transpose().matmulAdd(rate, h0, 1, p.w());
    return new State(
        v1.transpose().matmulAdd(neg(rate), h1, 1, w),
        p.b().add(rate.mul(v0.sub(v1).sum(0))),
        p.c().add(rate.mul(h0.sub(h1).sum(0))),
        p.step().add(1));
  }
}
