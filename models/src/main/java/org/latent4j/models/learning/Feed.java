package org.latent4j.models.learning;

import java.util.Optional;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.op.DataType;
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

  /**
   * Feeds a model with rows that are on its backend already.
   *
   * @param rows [N, V], N at least 1, of the model's type; must stay alive as long as the feed is
   *     used
   * @return minibatches [B, V]
   * @throws IllegalArgumentException if the tensor has no rows or not rank 2
   */
  static Feed<Tensor> of(Tensor rows) {
    if (rows.shape().rank() != 2 || rows.shape().dim(0) < 1) {
      throw new IllegalArgumentException(
          "feed: at least one row of rank 2 is needed, but the shape is " + rows.shape());
    }
    return new Feed<>() {
      @Override
      public int rows() {
        return rows.shape().dim(0);
      }

      @Override
      public Tensor batch(Tensor indices, RandomKey key) {
        return rows.gather(indices);
      }
    };
  }

  /**
   * Copies data to a backend and feeds a model with their values.
   *
   * @param backend where
   * @param type the type of the model
   * @param data the data
   * @return minibatches [B, V]; the rows belong to the innermost open scope
   */
  static Feed<Tensor> of(Backend backend, DataType type, Dataset data) {
    return ResidentRows.feed(backend, type, Reading.values(), data);
  }
}
