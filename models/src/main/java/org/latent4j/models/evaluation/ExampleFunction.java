package org.latent4j.models.evaluation;

import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * A number for each example, as a pure function of tensors.
 *
 * @param <P> the parameters of the model, a tree of tensors
 * @param <B> a minibatch
 */
@FunctionalInterface
public interface ExampleFunction<P, B> {
  /**
   * Computes the numbers of a batch; called to be recorded.
   *
   * @param parameters the parameters
   * @param batch the examples
   * @param key a source of draws, another one for each batch
   * @return [B]
   */
  Tensor apply(P parameters, B batch, RandomKey key);
}
