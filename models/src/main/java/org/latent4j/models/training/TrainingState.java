package org.latent4j.models.training;

import static org.latent4j.tensor.Draws.bernoulli;

import java.util.List;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.ContrastiveDivergence;
import org.latent4j.models.rbm.Phases;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.RbmUpdate;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * All that training carries from step to step.
 *
 * @param parameters the parameters
 * @param velocity one element if there is momentum, else none
 * @param chains one element, [C, H], if the chains are persistent, else none
 * @param step the number of steps taken, INT32 rank 0
 * @param key the key that every step derives its own from; never changes
 */
record TrainingState(
    RbmParameters parameters,
    List<RbmParameters> velocity,
    List<Tensor> chains,
    Tensor step,
    RandomKey key) {

  /**
   * What a step is given.
   *
   * @param indices the rows of the minibatch, INT32 [B]
   * @param rate the learning rate, rank 0
   */
  record Minibatch(Tensor indices, Tensor rate) {}

  /** Makes the next state: gathers the minibatch, runs the chains, takes the learning step. */
  TrainingState next(
      Rbm rbm, Method method, Sgd optimizer, boolean binarize, ResidentData data, Minibatch batch) {
    RandomKey stepKey = key.fold(step);
    Tensor means = data.batch(batch.indices(), parameters.type());
    Tensor visible = binarize ? bernoulli(stepKey.fold(0), means) : means;
    RandomKey chainKey = stepKey.fold(1);
    if (method instanceof Pcd) {
      ContrastiveDivergence.Persistent moved =
          ContrastiveDivergence.persistent(
              rbm, parameters, visible, chains.get(0), method.steps(), chainKey);
      return learned(optimizer, moved.phases(), List.of(moved.chains()), batch.rate());
    }
    Phases phases =
        ContrastiveDivergence.phases(rbm, parameters, visible, method.steps(), chainKey);
    return learned(optimizer, phases, List.of(), batch.rate());
  }

  private TrainingState learned(
      Sgd optimizer, Phases phases, List<Tensor> movedChains, Tensor rate) {
    Tensor nextStep = step.add(1);
    if (velocity.isEmpty()) {
      RbmParameters risen = RbmUpdate.ascend(parameters, phases, rate, optimizer.weightDecay());
      return new TrainingState(risen, List.of(), movedChains, nextStep, key);
    }
    Tensor momentum = Tensor.full(rate.backend(), parameters.type(), optimizer.momentum());
    RbmUpdate.Moving before = new RbmUpdate.Moving(parameters, velocity.get(0));
    RbmUpdate.Moving moved =
        RbmUpdate.ascend(before, phases, rate, momentum, optimizer.weightDecay());
    if (optimizer.nesterov()) {
      moved = RbmUpdate.nesterov(before, moved, momentum);
    }
    return new TrainingState(
        moved.parameters(), List.of(moved.velocity()), movedChains, nextStep, key);
  }
}
