package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.tensor.Functions.floor;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.BackendTest;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.datasets.Digits;
import org.latent4j.models.evaluation.OpenScore;
import org.latent4j.models.learning.Feed;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/** A machine learns digits by whatever optimiser it is given, in a program without the host. */
class AnyOptimizerTest extends BackendTest {
  private static final int EPOCHS = 20;
  private static final int ROWS = 200;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sgd:linear:0.2,0.01,momentum=linear:0.5,0.9,weight-decay=1e-4",
        "sgd:0.1,nesterov,momentum=0.5",
        "sgd:0.2,clip=1",
        "adam:0.01",
        "adamw:cosine:0.01,0.001,weight-decay=0.01",
        "rmsprop:warm-up:2,0.01"
      })
  void thePseudoLikelihoodRises(String text) {
    Optimizer optimizer = Optimizer.parse(text);
    Rbm rbm = Rbm.of(Units.bernoulli(64), Units.bernoulli(12));
    Dataset digits = Digits.load().threshold(0.5).slice(0, ROWS);
    Tensor data = Tensor.of(backend, digits.floats(0, ROWS), ROWS, 64);
    RandomKey key = RandomKey.of(17);
    RbmParameters start =
        InitialParameters.draw(
            rbm, Initialization.normal(0.01), backend, DataType.FLOAT32, key.fold(-1));
    // All rows are a batch, so that a step is an epoch divided by ten.
    Step<OptimizerState<RbmParameters>, RandomKey, Nothing> step =
        (state, given) -> {
          Phases phases =
              ContrastiveDivergence.phases(
                  rbm, state.parameters(), data, 1, given.fold(state.step()));
          Tensor epochs = floor(state.step().cast(DataType.FLOAT64).div(10));
          return Step.result(
              optimizer.update(state, phases.descent(), optimizer.at(epochs, EPOCHS)),
              Nothing.NOTHING);
        };
    Feed<Tensor> rows = Feed.of(data);
    try (OpenScore<RbmParameters, Tensor> score = RbmScores.pseudoLikelihood(rbm).on(backend);
        Program<OptimizerState<RbmParameters>, RandomKey, Nothing> program =
            Program.training(backend, optimizer.start(start), step)) {
      double before = score.at(start).estimate(rows, key).mean();
      program.run(key, 10 * EPOCHS);
      double after = score.at(program.state().parameters()).estimate(rows, key).mean();
      assertTrue(after > before + 10, text + ": " + before + " to " + after);
    }
  }
}
