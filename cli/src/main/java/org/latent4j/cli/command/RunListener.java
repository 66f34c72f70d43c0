package org.latent4j.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.latent4j.cli.console.Progress;
import org.latent4j.cli.run.MetricsFile;
import org.latent4j.cli.run.RunFolder;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.training.Entry;
import org.latent4j.models.training.Event;
import org.latent4j.models.training.Listener;

/** Writes the scores of each epoch to the run's folder and shows how far training is. */
final class RunListener implements Listener, AutoCloseable {

  private final Scores<?, ?> scores;
  private final List<String> metrics;
  private final MetricsFile file;
  private final Progress progress;

  RunListener(Path folder, Scores<?, ?> scores, PrintWriter err, boolean onTerminal, int epochs) {
    List<String> columns = new ArrayList<>(List.of("epoch", "seconds", "learning_rate"));
    this.scores = scores;
    this.metrics = scores.metrics().stream().map(Metric::name).toList();
    columns.addAll(metrics);
    this.file = new MetricsFile(folder.resolve(RunFolder.METRICS), columns);
    this.progress = Progress.start(err, onTerminal, "training", "epoch", epochs);
  }

  @Override
  public Answer on(Event event) {
    if (event instanceof Event.Stepped stepped) {
      progress.partly(stepped.epoch(), (double) stepped.step() / stepped.stepsPerEpoch());
    } else if (event instanceof Event.Measured measured) {
      write(measured.entry());
    }
    return Answer.CONTINUE;
  }

  private void write(Entry epoch) {
    List<Double> values = new ArrayList<>();
    values.add((double) epoch.epoch());
    values.add(epoch.seconds());
    // Before training there is none.
    values.add(epoch.values().getOrDefault("learning_rate", 0.0));
    metrics.forEach(metric -> values.add(epoch.values().get(metric)));
    file.append(values.stream().mapToDouble(Double::doubleValue).toArray());
    if (epoch.epoch() > 0) {
      progress.done(epoch.epoch(), ScoreText.inWords(scores, epoch));
    }
  }

  @Override
  public void close() {
    progress.close();
  }
}
