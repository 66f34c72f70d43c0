package org.latent4j.models.network;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Functions.exp;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.CentralDifferences;
import org.latent4j.models.loss.Losses;
import org.latent4j.models.optimizer.Adam;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.op.DataType;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** What a variational autoencoder needs: two networks, a draw between them, and two losses. */
class VariationalAutoencoderStepTest extends BackendTest {
  private static final int CODE = 2;

  private record Nets(List<Dense> encoder, List<Dense> decoder) {}

  private record Batch(Tensor x, Tensor rate) {}

  /** The encoder gives means and log variances side by side. */
  private final Mlp encoder =
      Mlp.inputs(9).layer(8, Activation.TANH).layer(2 * CODE, Activation.IDENTITY);

  private final Mlp decoder =
      Mlp.inputs(CODE).layer(8, Activation.SOFTPLUS).layer(9, Activation.IDENTITY);

  private Nets nets(DataType type) {
    return new Nets(
        encoder.draw(backend, type, RandomKey.of(90)),
        decoder.draw(backend, type, RandomKey.of(91)));
  }

  /** Less the evidence lower bound, with one draw of the code (Kingma and Welling 2014). */
  private Tensor loss(Nets nets, Tensor x, RandomKey key) {
    Tensor code = encoder.apply(nets.encoder(), x);
    Tensor mean = code.slice(1, 0, CODE);
    Tensor logVariance = code.slice(1, CODE, 2 * CODE);
    Tensor z = mean.add(exp(logVariance.mul(0.5)).mul(normalLike(key, mean)));
    Tensor logits = decoder.apply(nets.decoder(), z);
    return Losses.bernoulli(logits, x)
        .add(Losses.divergenceFromStandardNormal(mean, logVariance))
        .mean();
  }

  /** Crosses: one row and one column of a 3 x 3 picture. */
  private static Tensor crosses(DataType type) {
    double[][] pictures = new double[9][9];
    for (int picture = 0; picture < 9; picture++) {
      for (int i = 0; i < 3; i++) {
        pictures[picture][3 * (picture / 3) + i] = 1;
        pictures[picture][3 * i + picture % 3] = 1;
      }
    }
    return matrix(pictures).cast(type);
  }

  @Test
  void theGradientIsTheDerivative() {
    Tensor x = bernoulli(RandomKey.of(92), Tensor.full(backend, DataType.FLOAT64, 0.4, 3, 9));
    CentralDifferences.check(
        (Nets nets) -> loss(nets, x, RandomKey.of(93)), nets(DataType.FLOAT64));
  }

  @Test
  void learnsInOneProgram() {
    Tensor x = crosses(DataType.FLOAT32);
    Adam adam = Adam.rate(0.01);
    RandomKey noise = RandomKey.of(94);
    Batch batch = new Batch(x, Tensor.full(backend, DataType.FLOAT32, 0.01));
    try (Program<OptimizerState<Nets>, Batch, Tensor> program =
        Program.training(
            backend,
            adam.start(nets(DataType.FLOAT32)),
            (state, input) ->
                adam.descend(
                    state,
                    input.rate(),
                    nets -> loss(nets, input.x(), noise.fold(state.step()))))) {
      double first = meanLoss(program, batch, 20);
      Scope.within(() -> meanLoss(program, batch, 1500));
      double last = meanLoss(program, batch, 100);
      // The mean brightness of each pixel alone would leave 9 H(5/9) = 6.2 nats.
      assertTrue(first > 6 && last < 5, "loss " + first + " at first, " + last + " at last");
    }
  }

  private static double meanLoss(
      Program<OptimizerState<Nets>, Batch, Tensor> program, Batch batch, int steps) {
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      sum += Scope.within(() -> program.run(batch).item());
    }
    return sum / steps;
  }
}
