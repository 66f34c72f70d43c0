package org.latent4j.models.training;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Ends training when a metric has not improved for some epochs; the model of the best epoch is the
 * one that is kept.
 *
 * @param metric the name of the metric, as a monitor gives it
 * @param patience after how many epochs without improvement to stop, at least 1
 * @param higherIsBetter whether larger values of the metric are better
 */
public record EarlyStopping(String metric, int patience, boolean higherIsBetter) {
  /**
   * Checks the patience.
   *
   * @param metric the name of the metric
   * @param patience at least 1
   * @param higherIsBetter whether larger values are better
   * @throws IllegalArgumentException if the patience is less than 1
   */
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "early stopping: patience must be at least 1 epoch, not %d", patience));
    }
  }

  /**
   * Finds the best epoch so far.
   *
   * @param history what was measured, one entry an epoch
   * @return the index of the entry with the best value of the metric, the first of equals; empty if
   *     no entry has one
   */
  public OptionalInt best(List<EpochMetrics> history) {
    int best = -1;
    for (int entry = 0; entry < history.size(); entry++) {
      Double value = history.get(entry).values().get(metric);
      if (value != null && !value.isNaN() && (best < 0 || better(value, history, best))) {
        best = entry;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  private boolean better(double value, List<EpochMetrics> history, int best) {
    double record = history.get(best).values().get(metric);
    return higherIsBetter ? value > record : value < record;
  }

  /**
   * Says whether to stop.
   *
   * @param history what was measured, one entry an epoch, the latest last
   * @return true if the best entry lies {@code patience} entries or more back
   */
  public boolean stops(List<EpochMetrics> history) {
    OptionalInt best = best(history);
    return best.isPresent() && history.size() - 1 - best.getAsInt() >= patience;
  }
}
