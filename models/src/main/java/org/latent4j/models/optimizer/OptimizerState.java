package org.latent4j.models.optimizer;

import java.util.List;
import org.latent4j.tensor.Tensor;

/**
 * What an optimiser carries from step to step: a tree of tensors, to be the state of a program or a
 * part of it.
 *
 * @param parameters what is learned, any tree of FLOAT32 and FLOAT64 tensors
 * @param moments running means of the gradients or of their squares, as many as the optimiser keeps
 *     ({@link Optimizer#momentCount()}), each of the structure and shapes of the parameters
 * @param step how many updates were made, INT32 of rank 0; also good to derive the random key of a
 *     step from, {@code key.fold(state.step())}
 * @param <P> the parameters
 */
public record OptimizerState<P>(P parameters, List<P> moments, Tensor step) {
  /**
   * Replaces the parameters, for instance by bounded ones ({@link MaxNorm}).
   *
   * @param changed of the structure, shapes and types of the parameters
   * @return the state with them
   */
  public OptimizerState<P> withParameters(P changed) {
    return new OptimizerState<>(changed, moments, step);
  }

  /** The state after an update. */
  OptimizerState<P> moved(P to, List<P> nextMoments) {
    return new OptimizerState<>(to, nextMoments, step.add(1));
  }
}
