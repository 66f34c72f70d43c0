package org.latent4j.cli.command;

import java.util.List;
import java.util.Locale;
import org.latent4j.cli.picture.LearningCurve;
import org.latent4j.models.evaluation.Panel;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.training.Entry;

/** Scores as the command shows them: in a line of progress and as a learning curve. */
final class ScoreText {
  private ScoreText() {}

  /** The score that matters most in a few words, of held-out rows if there are any. */
  static String inWords(Scores<?, ?> scores, Entry entry) {
    Metric shown = scores.watched().orElseGet(() -> scores.metrics().get(0));
    String name = scores.list().get(0).metric().name().replace('_', '-');
    return String.format(Locale.ROOT, "%s %.2f", name, entry.values().get(shown.name()));
  }

  /** The panels of a learning curve. */
  static List<LearningCurve.Panel> panels(Scores<?, ?> scores, List<Entry> history) {
    return scores.panels().stream()
        .map(
            panel ->
                new LearningCurve.Panel(
                    panel.title(),
                    panel.unit(),
                    panel.lines().stream().map(line -> line(line, history)).toList()))
        .toList();
  }

  private static LearningCurve.Line line(Panel.Line line, List<Entry> history) {
    return new LearningCurve.Line(
        line.label(),
        history.stream().map(entry -> (double) entry.epoch()).toList(),
        history.stream().map(entry -> entry.values().get(line.metric().name())).toList());
  }
}
