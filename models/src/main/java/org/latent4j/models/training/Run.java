package org.latent4j.models.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.models.io.SavedTree;

/**
 * What a stage of training gave.
 *
 * @param parameters the learned parameters: of the last epoch, or of the best one if training
 *     watched a metric
 * @param history what was measured: before training, then after each epoch
 * @param epoch the epoch that the parameters are of
 * @param end why training ended
 * @param provenance all that determined the run, by name: data, seed, options, backend, versions
 * @param <P> the parameters, a tree of tensors
 */
public record Run<P>(
    SavedTree<P> parameters,
    List<Entry> history,
    int epoch,
    End end,
    Map<String, String> provenance) {
  /** Why a stage ended. */
  public enum End {
    /** All epochs were trained. */
    DONE,
    /** The watched metric did not improve any more. */
    STOPPED_EARLY,
    /** A listener, an interrupt or a signal asked for it; a checkpoint can be resumed. */
    STOPPED,
    /** A parameter became infinite or not a number. */
    DIVERGED
  }

  /**
   * Copies the lists, keeping their order.
   *
   * @param parameters the learned parameters
   * @param history what was measured
   * @param epoch the epoch that the parameters are of
   * @param end why training ended
   * @param provenance all that determined the run
   */
  public Run {
    history = List.copyOf(history);
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }
}
