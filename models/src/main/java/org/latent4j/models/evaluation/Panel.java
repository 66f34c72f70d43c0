package org.latent4j.models.evaluation;

import java.util.List;
import org.latent4j.models.learning.Metric;

/**
 * A panel of a curve: what shares an axis.
 *
 * @param title what is shown
 * @param unit its unit; empty for a pure number
 * @param lines at least one
 */
public record Panel(String title, String unit, List<Line> lines) {
  /**
   * A line of a panel.
   *
   * @param label its name in the legend
   * @param metric what it shows, under the name that it has in the history
   */
  public record Line(String label, Metric metric) {}

  /**
   * Copies the lines.
   *
   * @param title what is shown
   * @param unit its unit
   * @param lines at least one
   */
  public Panel {
    lines = List.copyOf(lines);
  }
}
