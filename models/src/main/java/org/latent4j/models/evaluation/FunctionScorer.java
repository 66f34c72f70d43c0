package org.latent4j.models.evaluation;

import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Runs a function as a program, which is kept. */
final class FunctionScorer<P, B> implements Scorer<P, B> {
  private final Program<Nothing, Input<P, B>, Tensor> program;

  private record Input<P, B>(P parameters, B batch, RandomKey key) {}

  FunctionScorer(Backend backend, ExampleFunction<P, B> function) {
    this.program =
        Program.compile(
            backend,
            input ->
                function
                    .apply(input.parameters(), input.batch(), input.key())
                    .cast(DataType.FLOAT64));
  }

  @Override
  public AtParameters<B> at(P parameters) {
    return (batch, key) ->
        Scope.within(() -> program.run(new Input<>(parameters, batch, key)).toDoubles());
  }

  @Override
  public void close() {
    program.close();
  }
}
