package org.latent4j.models.learning;

import java.util.List;
import java.util.Map;
import org.latent4j.models.schedule.Schedule;
import org.latent4j.program.Step;
import org.latent4j.tensor.Tensor;

/**
 * What is learned and how: the mathematics of a model as pure functions. Epochs, minibatches,
 * checkpoints, early stopping, divergence and shards are the trainer's business.
 *
 * <p>Functions are called to be recorded, with tensors of a program, unless they say that they are
 * called at once.
 *
 * @param <P> the parameters, what is saved and measured: a tree of tensors ({@link
 *     org.latent4j.tensor.TensorTree})
 * @param <S> all that is carried from step to step: parameters, moments, chains; a tree of tensors
 * @param <B> a minibatch
 */
public interface Learner<P, S, B> {
  /**
   * Returns what a minibatch is made of.
   *
   * @return the columns that are needed and what is made of them
   */
  Reading<B> reading();

  /**
   * Returns what a step measures on its way. They are declared, so that they are known before the
   * first step is recorded.
   *
   * @return the metrics, one for each number that {@link #step} returns
   */
  default List<Metric> metrics() {
    return List.of();
  }

  /**
   * Returns what determines the learning beside the data, the seed and the loop: every option, by
   * its name in files. Written into checkpoints and models; a checkpoint is refused where they
   * differ.
   *
   * @return names and values in a fixed order
   */
  Map<String, String> settings();

  /**
   * Returns the hyperparameters that follow a schedule, to be told with each epoch.
   *
   * @return schedules by name, {@code learning_rate} for instance
   */
  default Map<String, Schedule> schedules() {
    return Map.of();
  }

  /**
   * Makes the state before the first step: drawn weights, means of the data, first chains. Called
   * at once.
   *
   * @param at the backend, the data and the keys to start with
   * @return the state; its tensors may belong to the innermost open scope
   */
  S start(Start<B> at);

  /**
   * Takes one step. The number of examples in the last batch of an epoch may be lower.
   *
   * @param state where it starts
   * @param batch the examples, {@link #batchesPerStep} times as many as a batch has
   * @param tick when the step happens: its key, schedules
   * @return the next state, and a mean over the batch for each of {@link #metrics}, rank 0
   */
  Step.Result<S, List<Tensor>> step(S state, B batch, Tick tick);

  /**
   * Returns what is saved and measured.
   *
   * @param state the state
   * @return components of the state, not computed from it
   */
  P parameters(S state);

  /**
   * Returns how many batches a step takes, for models whose parts learn at different paces. If it
   * is more than 1, a shorter rest at the end of an epoch is left out.
   *
   * @return at least 1
   */
  default int batchesPerStep() {
    return 1;
  }

  /**
   * Does what is done once an epoch: an M-step, the ladder of tempering. Called at once, so it may
   * read values.
   *
   * @param state the state after the last step of the epoch
   * @param all the shards that learn together; statistics are added up over them
   * @return the state to go on from
   */
  default S endOfEpoch(S state, Exchange all) {
    return state;
  }
}
