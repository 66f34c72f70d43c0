package org.latent4j.models.training;

/**
 * Is told how training goes on; for progress bars, logs and files. Called in the training thread.
 */
public interface TrainingListener {
  /** Ignores everything. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Some steps were taken.
   *
   * @param epoch the epoch they belong to, from 1
   * @param step how many steps of that epoch have been taken
   * @param stepsPerEpoch how many it has
   */
  default void onSteps(int epoch, int step, int stepsPerEpoch) {}

  /**
   * An epoch has ended and has been measured; also called once with epoch 0 before training.
   *
   * @param metrics what was measured
   */
  default void onEpoch(EpochMetrics metrics) {}
}
