package org.latent4j.models.learning;

import java.util.Optional;
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
   * Says how much each example counts.
   *
   * @return a new array of one weight for each, finite and at least 0; empty if all count the same
   */
  default Optional<double[]> weights() {
    return Optional.empty();
  }

  /**
   * Picks examples; at once or recorded.
   *
   * @param indices INT32 [B], from 0 to below {@link #rows}
   * @param key for what is drawn anew at each visit
   * @return the minibatch
   */
  B batch(Tensor indices, RandomKey key);
}
