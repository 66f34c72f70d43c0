package org.latent4j.models.evaluation;

import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * A number for each example, as a pure function of tensors.
 *
 * @param <P> the parameters of the model, a record of tensors
 */
@FunctionalInterface
public interface ExampleFunction<P> {
  /**
   * Computes the numbers of a batch.
   *
   * @param parameters the parameters
   * @param batch [B, columns]
   * @param key a source of draws, another one for each batch
   * @return [B]
   */
  Tensor apply(P parameters, Tensor batch, RandomKey key);
}
