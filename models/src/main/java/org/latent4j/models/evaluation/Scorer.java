package org.latent4j.models.evaluation;

import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.tensor.RandomKey;

/**
 * Computes a number for each example and keeps what it has prepared for that. Most are made from an
 * {@link ExampleFunction}, by {@link Score#of}; one is written for itself where a number for each
 * example is more than one program, or needs something that is computed once for the parameters.
 *
 * <p>Used by one thread at a time.
 *
 * @param <P> the parameters of the model, a tree of tensors
 * @param <B> a minibatch, a tree of tensors
 */
public interface Scorer<P, B> extends AutoCloseable {
  /**
   * Fixes the parameters, and computes what is needed once for them.
   *
   * @param parameters the parameters; they must stay alive as long as the result is used
   * @return the numbers, to be asked for batch by batch
   */
  AtParameters<B> at(P parameters);

  /** Frees what was prepared. */
  @Override
  void close();

  /**
   * A scorer with parameters.
   *
   * @param <B> a minibatch
   */
  @FunctionalInterface
  interface AtParameters<B> {
    /**
     * Computes the numbers of a batch.
     *
     * @param batch the examples
     * @param key a source of draws, another one for each batch
     * @return one number for each example
     */
    double[] numbers(B batch, RandomKey key);

    /**
     * Returns what was computed once for the parameters and is worth telling beside the score.
     *
     * @return one number for each of {@link Score#constants}
     */
    default List<Double> constants() {
      return List.of();
    }
  }

  /**
   * Prepares a scorer.
   *
   * @param <P> the parameters of the model
   * @param <B> a minibatch
   */
  @FunctionalInterface
  interface Opening<P, B> {
    /**
     * Prepares a scorer; recording may wait until it is used.
     *
     * @param backend where it runs; the parameters and examples must be there, too
     * @return the scorer; the caller closes it
     */
    Scorer<P, B> on(Backend backend);
  }
}
