package org.latent4j.models.training;

import java.util.List;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * All that training carries from step to step. Where training is, epoch and position in it, follows
 * from the number of steps and is kept nowhere else.
 *
 * @param learner what the learner carries
 * @param sums the sums of its metrics over the examples of this epoch so far, FLOAT64 [metrics]
 * @param examples how many examples those are, FLOAT64 rank 0
 * @param step the number of steps taken, INT32 rank 0
 * @param slower what learning rates are multiplied by, FLOAT64 rank 0
 * @param key the key that every step derives its own from; changes after a divergence only
 * @param chunk the columns of the chunk that is being gone through, if the data come in chunks;
 *     else none. Not part of what is saved
 * @param <S> the learner's state
 */
record Carried<S>(
    S learner,
    Tensor sums,
    Tensor examples,
    Tensor step,
    Tensor slower,
    RandomKey key,
    List<Tensor> chunk) {

  Carried<S> withLearner(S next) {
    return new Carried<>(next, sums, examples, step, slower, key, chunk);
  }

  /** What is saved: all but the chunk, which is read from the data again. */
  Carried<S> lasting() {
    return new Carried<>(learner, sums, examples, step, slower, key, List.of());
  }

  /** Counts a step and adds its metrics, means over so many examples. */
  Carried<S> counted(S next, List<Tensor> means, int count) {
    if (means.size() != sums.shape().dim(0)) {
      throw new IllegalArgumentException(
          "training: the learner declares "
              + sums.shape().dim(0)
              + " metrics, but its step returned "
              + means.size());
    }
    Tensor added = sums;
    if (!means.isEmpty()) {
      Tensor[] columns =
          means.stream().map(mean -> mean.cast(DataType.FLOAT64).reshape(1)).toArray(Tensor[]::new);
      added = sums.add(Functions.concat(0, columns).mul(count));
    }
    return new Carried<>(next, added, examples.add(count), step.add(1), slower, key, chunk);
  }
}
