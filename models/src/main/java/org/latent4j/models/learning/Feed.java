package org.latent4j.models.learning;

import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * Examples on a backend, to be picked by their numbers in a step.
 *
 * @param <B> a minibatch
 */
public interface Feed<B> {
  /**
   * Counts the examples.
   *
   * @return at least 1
   */
  int rows();

  /**
   * Picks examples; at once or recorded.
   *
   * @param indices INT32 [B], from 0 to below {@link #rows}
   * @param key for what is drawn anew at each visit
   * @return the minibatch
   */
  B batch(Tensor indices, RandomKey key);
}
