package org.latent4j.tck;

import static org.latent4j.tck.Example.requireNear;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tck.VariationalAutoencoder.Loss;
import org.latent4j.tck.VariationalAutoencoder.Params;
import org.latent4j.tck.VariationalAutoencoder.PlainParams;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §12, continued: the loss of a variational autoencoder. */
interface VariationalAutoencoderRules extends BackendRules {
  /** Numbers in a case. */
  int DATA = 12;

  /** Sizes of batches: the usual one, the last, shorter one, and the usual one again. */
  List<Integer> BATCHES = List.of(15, 4, 15);

  /** What the loss is computed of. */
  record Input(Params params, Tensor x, RandomKey key) {}

  /** Called at once, and recorded, once for each size of a batch. */
  @Test
  @DisplayName("§12.03 The loss of a variational autoencoder is that of plain Java")
  default void variationalAutoencoderLoss() {
    PlainParams plain = PlainParams.random(DATA, 9, 3);
    for (DataType type : Elements.FLOATING) {
      Scope.within(
          () -> {
            Params params = plain.onBackend(backend(), type);
            try (Program<Nothing, Input, Loss> program =
                Program.compile(
                    backend(),
                    (Input in) -> VariationalAutoencoder.loss(in.params(), in.x(), in.key()))) {
              for (int batch : BATCHES) {
                requireLoss(program, plain, params, batch, type);
              }
            }
          });
    }
  }

  private void requireLoss(
      Program<Nothing, Input, Loss> program,
      PlainParams plain,
      Params params,
      int batch,
      DataType type) {
    PlainMatrix x = Example.bits(40 + batch, batch, DATA);
    RandomKey key = RandomKey.of(-batch);
    PlainMatrix expected =
        VariationalAutoencoder.lossOfEach(plain, x, new PlainDraws(key.bits(), type));
    PlainMatrix mean =
        PlainMatrix.filled(1, 1, i -> Arrays.stream(expected.values()).average().orElse(0));
    Input input = new Input(params, Tensors.of(backend(), type, x.values(), batch, DATA), key);
    Loss eager = VariationalAutoencoder.loss(params, input.x(), key);
    requireNear(expected, eager.ofEach(), "eager loss of each of " + batch);
    requireNear(mean, eager.mean(), "eager loss of " + batch);
    Loss compiled = program.run(input);
    requireNear(expected, compiled.ofEach(), "compiled loss of each of " + batch);
    requireNear(mean, compiled.mean(), "compiled loss of " + batch);
    requireNear(eager.ofEach(), compiled.ofEach(), "loss of each of " + batch);
  }
}
