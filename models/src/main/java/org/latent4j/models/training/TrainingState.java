package org.latent4j.models.training;

import static org.latent4j.tensor.Draws.bernoulli;

import java.util.List;
import org.latent4j.models.optimizer.Hyperparameters;
import org.latent4j.models.optimizer.Optimizer;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.models.rbm.ContrastiveDivergence;
import org.latent4j.models.rbm.Phases;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * All that training carries from step to step.
 *
 * @param parameters the parameters
 * @param moments those of the optimiser
 * @param chains one element, [C, H], if the chains are persistent, else none
 * @param step the number of steps taken, INT32 rank 0
 * @param key the key that every step derives its own from; never changes
 */
record TrainingState(
    RbmParameters parameters,
    List<RbmParameters> moments,
    List<Tensor> chains,
    Tensor step,
    RandomKey key) {

  /**
   * What a step is given.
   *
   * @param indices the rows of the minibatch, INT32 [B]
   * @param at the learning rate, and what else changes
   */
  record Minibatch(Tensor indices, Hyperparameters at) {}

  /** Makes the next state: gathers the minibatch, runs the chains, takes the learning step. */
  TrainingState next(
      Rbm rbm,
      Method method,
      Optimizer optimizer,
      boolean binarize,
      ResidentData data,
      Minibatch batch) {
    RandomKey stepKey = key.fold(step);
    Tensor means = data.batch(batch.indices(), parameters.type());
    Tensor visible = binarize ? bernoulli(stepKey.fold(0), means) : means;
    RandomKey chainKey = stepKey.fold(1);
    if (method instanceof Pcd) {
      ContrastiveDivergence.Persistent moved =
          ContrastiveDivergence.persistent(
              rbm, parameters, visible, chains.get(0), method.steps(), chainKey);
      return learned(optimizer, moved.phases(), List.of(moved.chains()), batch.at());
    }
    Phases phases =
        ContrastiveDivergence.phases(rbm, parameters, visible, method.steps(), chainKey);
    return learned(optimizer, phases, List.of(), batch.at());
  }

  private TrainingState learned(
      Optimizer optimizer, Phases phases, List<Tensor> movedChains, Hyperparameters at) {
    OptimizerState<RbmParameters> moved =
        optimizer.update(new OptimizerState<>(parameters, moments, step), phases.descent(), at);
    return new TrainingState(moved.parameters(), moved.moments(), movedChains, moved.step(), key);
  }
}
