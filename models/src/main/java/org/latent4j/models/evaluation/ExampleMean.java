package org.latent4j.models.evaluation;

import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * The mean of a function over examples. The function runs as a program, batch by batch, so that
 * memory is needed for one batch alone; its values are added up in float64.
 *
 * <p>The program is kept for further data and parameters. Close it after use; one thread at a time.
 *
 * @param <P> the parameters of the model, a record of tensors
 */
public final class ExampleMean<P> implements AutoCloseable {
  private final Backend backend;
  private final DataType type;
  private final Program<Nothing, Batch<P>, Tensor> program;

  private record Batch<P>(P parameters, Tensor rows, RandomKey key) {}

  private ExampleMean(Backend backend, DataType type, ExampleFunction<P, Tensor> function) {
    this.backend = backend;
    this.type = type;
    this.program =
        Program.compile(
            backend,
            batch ->
                function
                    .apply(batch.parameters(), batch.rows(), batch.key())
                    .cast(DataType.FLOAT64)
                    .sum());
  }

  /**
   * Prepares the mean of a function.
   *
   * @param backend where it runs
   * @param type the type that the function wants its examples in
   * @param function what to average
   * @param <P> the parameters of the model
   * @return the mean, to be asked for parameters and data
   */
  public static <P> ExampleMean<P> of(
      Backend backend, DataType type, ExampleFunction<P, Tensor> function) {
    return new ExampleMean<>(backend, type, function);
  }

  /**
   * Computes the mean.
   *
   * @param parameters the parameters of the model
   * @param examples the data
   * @param key the source of draws, for a function that draws; batch number n gets {@code
   *     key.fold(n)}
   * @return the mean over all examples; NaN if one is
   */
  public double of(P parameters, Examples examples, RandomKey key) {
    return Batches.mean(
        backend,
        type,
        examples,
        (rows, number) -> program.run(new Batch<>(parameters, rows, key.fold(number))).item());
  }

  /** Frees the program. */
  @Override
  public void close() {
    program.close();
  }
}
