package org.latent4j.models.learning;

import java.util.List;
import org.latent4j.program.Step;
import org.latent4j.tensor.Tensor;

/**
 * A learner whose step has two halves, so that shards of the data can add up what they contribute
 * between them: every shard then takes the same step, and their parameters stay equal bit for bit.
 *
 * @param <P> the parameters
 * @param <S> the state
 * @param <B> a minibatch
 * @param <C> what a batch contributes: a tree of sums over its examples, with their number or
 *     weight among them
 */
public interface Additive<P, S, B, C> extends Learner<P, S, B> {
  /**
   * Does what a shard does alone, with its own examples and chains.
   *
   * @param state where the step starts
   * @param batch the examples of this shard
   * @param tick when the step happens; its key is the shard's own
   * @return the state with this shard's chains moved, and sums over its examples
   */
  Step.Result<S, C> contribute(S state, B batch, Tick tick);

  /**
   * Moves the parameters by what all shards contributed.
   *
   * @param state the state after {@link #contribute}
   * @param total the sums over all shards
   * @param tick when the step happens; its key is the same on all shards
   * @return the next state, and a mean for each of {@link #metrics}
   */
  Step.Result<S, List<Tensor>> apply(S state, C total, Tick tick);

  /** One half after the other; a learner may do better where there is nothing to add up. */
  @Override
  default Step.Result<S, List<Tensor>> step(S state, B batch, Tick tick) {
    Step.Result<S, C> own = contribute(state, batch, tick);
    return apply(own.state(), own.output(), tick);
  }
}
