package org.latent4j.models.training;

import java.util.List;
import org.latent4j.models.rbm.RbmModel;

/**
 * What training gave.
 *
 * @param model the trained model: of the last epoch, or of the best one if training watched a
 *     metric to stop early
 * @param history what was measured: before training, then after each epoch
 * @param epoch the epoch that the model is of
 * @param stoppedEarly whether training ended before its last epoch, because the watched metric did
 *     not improve
 */
public record Run(RbmModel model, List<EpochMetrics> history, int epoch, boolean stoppedEarly) {
  /**
   * Copies the history.
   *
   * @param model the trained model
   * @param history what was measured
   * @param epoch the epoch that the model is of
   * @param stoppedEarly whether training ended before its last epoch
   */
  public Run {
    history = List.copyOf(history);
  }
}
