package org.latent4j.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
  private final Supplier<MetricsFile> start;
  private Optional<MetricsFile> file = Optional.empty();
  private final Progress progress;

  /**
   * Starts the file of scores.
   *
   * @param folder the folder of the run
   * @param scores what is measured
   * @param before what was measured before the run was interrupted; the file begins with that
   * @param err where progress is shown
   * @param onTerminal whether that is a terminal
   * @param epochs how many epochs there will be
   */
  RunListener(
      Path folder,
      Scores<?, ?> scores,
      List<Entry> before,
      PrintWriter err,
      boolean onTerminal,
      int epochs) {
    List<String> columns = new ArrayList<>(List.of("epoch", "seconds", "learning_rate"));
    this.scores = scores;
    this.metrics = scores.metrics().stream().map(Metric::name).toList();
    columns.addAll(metrics);
    // Made when training begins: what is there stays if a checkpoint is refused.
    Path path = folder.resolve(RunFolder.METRICS);
    this.start =
        () ->
            before.isEmpty()
                ? new MetricsFile(path, columns)
                : MetricsFile.resumed(path, columns, before.stream().map(this::numbers).toList());
    this.progress = Progress.start(err, onTerminal, "training", "epoch", epochs);
  }

  @Override
  public Answer on(Event event) {
    if (event instanceof Event.Started) {
      file = Optional.of(start.get());
    } else if (event instanceof Event.Stepped stepped) {
      progress.partly(stepped.epoch(), (double) stepped.step() / stepped.stepsPerEpoch());
    } else if (event instanceof Event.Measured measured) {
      write(measured.entry());
    }
    return Answer.CONTINUE;
  }

  private void write(Entry epoch) {
    file.orElseThrow().append(numbers(epoch));
    if (epoch.epoch() > 0) {
      progress.done(epoch.epoch(), ScoreText.inWords(scores, epoch));
    }
  }

  private double[] numbers(Entry epoch) {
    List<Double> values = new ArrayList<>();
    values.add((double) epoch.epoch());
    values.add(epoch.seconds());
    // Before training there is none.
    values.add(epoch.values().getOrDefault("learning_rate", 0.0));
    metrics.forEach(metric -> values.add(epoch.values().get(metric)));
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public void close() {
    progress.close();
  }
}
