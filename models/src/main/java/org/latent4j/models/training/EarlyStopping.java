package org.latent4j.models.training;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.latent4j.models.learning.Metric;

/**
 * Ends training when a metric has not improved for some epochs; the parameters of the best epoch
 * are the ones that are kept.
 *
 * @param metric the name of the metric as the history has it
 * @param patience after how many epochs without improvement to stop, at least 1
 * @param better which values are better
 */
public record EarlyStopping(String metric, int patience, Metric.Better better) {
  /**
   * Checks the settings.
   *
   * @param metric the name of the metric
   * @param patience at least 1
   * @param better which values are better, not {@link Metric.Better#NEITHER}
   * @throws IllegalArgumentException if the patience is less than 1 or no value is better
   */
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "early stopping: patience must be at least 1 epoch, not %d", patience));
    }
    if (better == Metric.Better.NEITHER) {
      throw new IllegalArgumentException(
          "early stopping: of '" + metric + "' neither higher nor lower values are better");
    }
  }

  /**
   * Finds the best epoch so far.
   *
   * @param history what was measured, one entry an epoch
   * @return the index of the entry with the best value of the metric, the first of equals; empty if
   *     no entry has one
   */
  public OptionalInt best(List<Entry> history) {
    int best = -1;
    double record = Double.NaN;
    for (int entry = 0; entry < history.size(); entry++) {
      double value = history.get(entry).values().getOrDefault(metric, Double.NaN);
      boolean isBetter = better == Metric.Better.HIGHER ? value > record : value < record;
      if (isBetter || (best < 0 && !Double.isNaN(value))) {
        best = entry;
        record = value;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  /**
   * Says whether to stop.
   *
   * @param history what was measured, one entry an epoch, the latest last
   * @return true if the best entry lies {@code patience} entries or more back
   */
  public boolean stops(List<Entry> history) {
    OptionalInt best = best(history);
    return best.isPresent() && history.size() - 1 - best.getAsInt() >= patience;
  }

  /** Returns the settings as they stand in checkpoints. */
  @Override
  public String toString() {
    return metric + "," + better.name().toLowerCase(Locale.ROOT) + "," + patience;
  }
}
