package org.latent4j.tck;

import static org.latent4j.tck.Example.requireNear;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tck.ContrastiveDivergence.Params;
import org.latent4j.tck.ContrastiveDivergence.PlainParams;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §12: the training step of a restricted Boltzmann machine. */
interface ContrastiveDivergenceRules extends BackendRules {
  /** Visible units. */
  int VISIBLE = 16;

  /** Hidden units. */
  int HIDDEN = 11;

  /** Cases in the data. */
  int CASES = 60;

  /** Cases in a minibatch. */
  int BATCH = 20;

  /** The learning rate: a flipped unit moves a bias by this, far more than rounding does. */
  double RATE = 0.0625;

  /** What a step is given. */
  record Batch(Tensor v0, Tensor rate, RandomKey key) {}

  /** What training carries from step to step. */
  record Training(Params params, Tensor position) {}

  /** What training is given. */
  record Settings(Tensor rate, RandomKey key) {}

  private static PlainParams start() {
    return new PlainParams(
        Example.numbers(1, VISIBLE, HIDDEN, 0.8),
        Example.numbers(2, 1, VISIBLE, 0.5),
        Example.numbers(3, 1, HIDDEN, 0.5));
  }

  private static void requireSame(PlainParams expected, Params actual, String what) {
    requireNear(expected.w(), actual.w(), what + ": weights");
    requireNear(expected.b(), actual.b(), what + ": visible biases");
    requireNear(expected.c(), actual.c(), what + ": hidden biases");
  }

  /** Called at once, and recorded as a function without a state. */
  @Test
  @DisplayName("§12.01 A step of contrastive divergence is that of plain Java with the same draws")
  default void contrastiveDivergenceStep() {
    PlainMatrix v0 = Example.bits(4, BATCH, VISIBLE);
    for (DataType type : Elements.FLOATING) {
      RandomKey key = RandomKey.of(20);
      PlainParams expected =
          ContrastiveDivergence.step(start(), v0, RATE, new PlainDraws(key.bits(), type));
      Scope.within(
          () -> {
            Params params = ContrastiveDivergence.onBackend(backend(), type, start());
            Batch batch =
                new Batch(
                    Tensors.of(backend(), type, v0.values(), BATCH, VISIBLE),
                    Tensor.full(backend(), type, RATE),
                    key);
            Params eager =
                ContrastiveDivergence.step(params, batch.v0(), batch.rate(), batch.key());
            requireSame(expected, eager, "eager step");
            Step<Params, Batch, Nothing> step =
                (p, b) ->
                    Step.result(
                        ContrastiveDivergence.step(p, b.v0(), b.rate(), b.key()), Nothing.NOTHING);
            try (Program<Params, Batch, Nothing> program =
                Program.compile(backend(), params, step)) {
              program.run(batch);
              Params compiled = program.state();
              requireSame(expected, compiled, "compiled step");
              requireNear(eager.w(), compiled.w(), "weights");
            }
          });
    }
  }

  /**
   * Data that stay on the device as bytes, a permutation, a counter in the state that picks the
   * minibatch and folds the key: the host gives no number that changes.
   */
  @Test
  @DisplayName("§12.02 Training that picks its minibatches by a counter goes the way of plain Java")
  default void contrastiveDivergenceTraining() {
    PlainMatrix data = Example.bits(5, CASES, VISIBLE);
    int[] order = IntStream.range(0, CASES).map(i -> (7 * i + 3) % CASES).toArray();
    for (DataType type : Elements.FLOATING) {
      RandomKey key = RandomKey.of(21);
      PlainParams expected = start();
      for (int at = 0; at < CASES; at += BATCH) {
        PlainMatrix v0 = data.pick(Arrays.copyOfRange(order, at, at + BATCH));
        PlainDraws draws = new PlainDraws(key.bits(), type).fold(at);
        expected = ContrastiveDivergence.step(expected, v0, RATE, draws);
      }
      PlainParams last = expected;
      Scope.within(
          () -> {
            Tensor bytes = Tensors.of(backend(), DataType.UINT8, data.values(), CASES, VISIBLE);
            Tensor rows = Tensor.of(backend(), order, CASES);
            Settings settings = new Settings(Tensor.full(backend(), type, RATE), key);
            Training start =
                new Training(
                    ContrastiveDivergence.onBackend(backend(), type, start()),
                    Tensor.full(backend(), DataType.INT32, 0));
            Training eager = start;
            for (int at = 0; at < CASES; at += BATCH) {
              eager = trained(bytes, rows, eager, settings);
            }
            requireSame(last, eager.params(), "eager training");
            try (Program<Training, Settings, Nothing> program =
                Program.compile(
                    backend(),
                    start,
                    (s, in) -> Step.result(trained(bytes, rows, s, in), Nothing.NOTHING))) {
              for (int at = 0; at < CASES; at += BATCH) {
                program.run(settings);
              }
              requireSame(last, program.state().params(), "compiled training");
              Check.that(
                  program.state().position().item() == CASES, () -> "the counter must be counted");
            }
          });
    }
  }

  private static Training trained(Tensor data, Tensor order, Training state, Settings settings) {
    Tensor steps = Functions.indexLike(order.slice(0, 0, BATCH), 0);
    Tensor v0 = data.gather(order.gather(steps.add(state.position())));
    RandomKey key = settings.key().fold(state.position());
    Params params =
        ContrastiveDivergence.step(
            state.params(), v0.cast(settings.rate().type()), settings.rate(), key);
    return new Training(params, state.position().add(BATCH));
  }
}
