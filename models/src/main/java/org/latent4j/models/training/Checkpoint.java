package org.latent4j.models.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.models.io.Safetensors;
import org.latent4j.models.io.SavedTree;

/**
 * All of a training at one moment, as one file: settings, data, machine, the stages that are done,
 * and of the present one the state, the history and the best epoch. A training that goes on from it
 * ends with the same bits as one that was never interrupted.
 *
 * <p>The last stage keeps its state when it is done, so that it can be prolonged.
 *
 * <p>The file is safetensors. Metadata: {@code format} ({@value #FORMAT}), {@code settings.*},
 * {@code computing.*}, {@code stages} (the names of all stages begun, separated by commas), and for
 * stage number i {@code stage.i.history}, {@code stage.i.epoch}, {@code stage.i.end} (of stages
 * that are done), {@code stage.i.seconds} and {@code stage.i.best_epoch} (of the last one).
 * Tensors: {@code stage.i.parameters.*} of stages that are done, {@code state.*} and {@code best.*}
 * of the last one.
 */
public final class Checkpoint {
  /** The value of the metadata entry {@code format}. */
  public static final String FORMAT = "latent4j.checkpoint.1";

  private static final String SETTINGS = "settings.";
  private static final String COMPUTING = "computing.";

  private final Safetensors content;
  private final String origin;

  private Checkpoint(Safetensors content, String origin) {
    this.content = content;
    this.origin = origin;
  }

  /**
   * Reads a checkpoint.
   *
   * @param file where to read
   * @return the checkpoint
   * @throws DataFormatException if the file is missing, damaged or something else
   */
  public static Checkpoint load(Path file) {
    Safetensors content = Safetensors.read(file);
    String format = content.metadata().getOrDefault("format", "");
    if (!format.equals(FORMAT)) {
      throw new DataFormatException(
          file
              + ": this is not a checkpoint of a training: its format is '"
              + format
              + "', not '"
              + FORMAT
              + "'");
    }
    return new Checkpoint(content, file.toString());
  }

  /**
   * Returns what determined the training.
   *
   * @return names and values: seed, data, and for each stage begun the options of loop and learner
   */
  public Map<String, String> settings() {
    return startingWith(SETTINGS);
  }

  /**
   * Returns where it was computed.
   *
   * @return names and values: backend, threads, type, versions
   */
  public Map<String, String> computing() {
    return startingWith(COMPUTING);
  }

  /**
   * Returns the stages that were begun; all but the last are done.
   *
   * @return their names in order
   */
  public List<String> stages() {
    return List.of(metadata("stages").split(",", -1));
  }

  /** Whether the last stage is done, too. */
  boolean isDone(int stage) {
    return content.metadata().containsKey(ofStage(stage, "end"));
  }

  private Map<String, String> startingWith(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    content
        .metadata()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
              }
            });
    return found;
  }

  private String metadata(String name) {
    String value = content.metadata().get(name);
    if (value == null) {
      throw new DataFormatException(
          origin + ": the checkpoint has no entry '" + name + "'; the file is damaged");
    }
    return value;
  }

  private static String ofStage(int number, String entry) {
    return "stage." + number + "." + entry;
  }

  /**
   * Reads what was measured in a stage.
   *
   * @param stage which of {@link #stages}, from 0
   * @return the history up to this checkpoint
   */
  public List<Entry> history(int stage) {
    return number(ofStage(stage, "history"), Entry::read);
  }

  private interface Parser<T> {
    T parse(String text);
  }

  private <T> T number(String name, Parser<T> parser) {
    try {
      return parser.parse(metadata(name));
    } catch (IllegalArgumentException e) {
      throw new DataFormatException(
          origin + ": entry '" + name + "' of the checkpoint can't be read; the file is damaged");
    }
  }

  /** Reads what a stage that is done has given. */
  <P> Run<P> finished(int stage, P like, Map<String, String> provenance) {
    return new Run<>(
        SavedTree.from(like, ofStage(stage, "parameters."), content, origin),
        history(stage),
        number(ofStage(stage, "epoch"), Integer::valueOf),
        number(ofStage(stage, "end"), Run.End::valueOf),
        provenance);
  }

  /** Reads where the last stage is. */
  <P, S> StageTrainer.Progress<P, S> progress(int stage, Carried<S> like, P parameters) {
    Optional<StageTrainer.Best<P>> best = Optional.empty();
    if (content.metadata().containsKey(ofStage(stage, "best_epoch"))) {
      best =
          Optional.of(
              new StageTrainer.Best<>(
                  number(ofStage(stage, "best_epoch"), Integer::valueOf),
                  SavedTree.from(parameters, "best.", content, origin)));
    }
    return new StageTrainer.Progress<>(
        SavedTree.from(like, "state.", content, origin),
        history(stage),
        best,
        number(ofStage(stage, "seconds"), Double::valueOf));
  }

  /** Collects a checkpoint and writes it. */
  static final class Writer {
    private final Safetensors.Builder file = Safetensors.builder().metadata("format", FORMAT);
    private final List<String> stages = new ArrayList<>();

    Writer(Map<String, String> settings, Map<String, String> computing) {
      settings.forEach((name, value) -> file.metadata(SETTINGS + name, value));
      computing.forEach((name, value) -> file.metadata(COMPUTING + name, value));
    }

    void finished(String name, Run<?> run) {
      int stage = begin(name, run.history());
      file.metadata(ofStage(stage, "epoch"), Integer.toString(run.epoch()));
      file.metadata(ofStage(stage, "end"), run.end().name());
      run.parameters().addTo(file, ofStage(stage, "parameters."));
    }

    void running(String name, StageTrainer.Progress<?, ?> progress) {
      int stage = begin(name, progress.history());
      file.metadata(ofStage(stage, "seconds"), Double.toString(progress.seconds()));
      progress.state().addTo(file, "state.");
      progress
          .best()
          .ifPresent(
              best -> {
                file.metadata(ofStage(stage, "best_epoch"), Integer.toString(best.epoch()));
                best.parameters().addTo(file, "best.");
              });
    }

    private int begin(String name, List<Entry> history) {
      int stage = stages.size();
      stages.add(name);
      file.metadata(ofStage(stage, "history"), Entry.write(history));
      return stage;
    }

    /** Writes the file, whole or not at all. */
    void write(Path target) {
      file.metadata("stages", String.join(",", stages)).build().write(target);
    }
  }
}
