package org.latent4j.models.learning;

import java.util.function.BiFunction;
import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * What a learner is given to start from.
 *
 * @param <B> a minibatch
 */
public interface Start<B> {
  /**
   * Returns where the state is to be.
   *
   * @return the backend
   */
  Backend backend();

  /**
   * Returns the type that the model computes in.
   *
   * @return FLOAT32 or FLOAT64
   */
  DataType type();

  /**
   * Returns the key of the first weights.
   *
   * @return a key that nothing else is drawn from
   */
  RandomKey weights();

  /**
   * Returns the key of the first chains and whatever else is drawn before learning.
   *
   * @return a key that nothing else is drawn from
   */
  RandomKey chains();

  /**
   * Returns how many examples a minibatch has.
   *
   * @return at least 1; at most {@link #rows}
   */
  int batch();

  /**
   * Counts the training examples.
   *
   * @return at least 1
   */
  int rows();

  /**
   * Returns random examples, each once as long as there are enough.
   *
   * @param count how many, at least 1
   * @return the examples; of chunked data, of the first chunk
   */
  B examples(int count);

  /**
   * Computes the mean of each column over all examples, as the data have them: before the reading
   * draws from them or makes something else of them. Added up in FLOAT64.
   *
   * @return [V], of the model's type; belongs to the innermost open scope
   */
  Tensor columnMeans();

  /**
   * Goes through all examples once, in their order, some hundred at a time.
   *
   * @param zero where to begin, a tree of tensors
   * @param add adds a batch; recorded
   * @param <A> what is carried
   * @return what the last batch gave; belongs to the innermost open scope
   */
  <A> A fold(A zero, BiFunction<A, B, A> add);
}
