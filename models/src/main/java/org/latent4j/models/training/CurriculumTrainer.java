package org.latent4j.models.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.models.learning.Reading;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;

/** Trains the stages of a curriculum one after the other and writes the checkpoints. */
final class CurriculumTrainer<M> implements StageTrainer.Host {
  private final Training<M> training;
  private final Backend backend;
  private final Map<String, String> facts;
  private final Map<String, String> computing;
  private final Function<Reading<?>, Supply> supply;
  private final Map<String, Run<?>> done = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private long savedAt = System.nanoTime();

  /** The step of the present stage that the last checkpoint holds. */
  private long savedStep = -1;

  private boolean stopAsked;

  CurriculumTrainer(
      Training<M> training,
      Backend backend,
      Map<String, String> facts,
      Function<Reading<?>, Supply> supply) {
    this.training = training;
    this.backend = backend;
    this.facts = facts;
    this.computing = Computing.facts(backend, training.type);
    this.supply = supply;
  }

  M run(Optional<Checkpoint> from) {
    return Scope.within(
        () -> {
          from.ifPresent(this::requireSameMachine);
          settings.putAll(facts);
          boolean stopped = false;
          Optional<Stage<?, ?, ?>> next = training.curriculum.next(finished());
          while (next.isPresent() && !stopped) {
            Run<?> run = run(next.get(), from);
            done.put(next.get().name(), run);
            stopped = run.end() == Run.End.STOPPED;
            if (!stopped) {
              next = training.curriculum.next(finished());
            }
            if (!stopped && next.isPresent()) {
              saveFinished();
            }
          }
          return training.curriculum.model(finished());
        });
  }

  private Finished finished() {
    return new Finished(backend, done);
  }

  private <P, S, B> Run<P> run(Stage<P, S, B> stage, Optional<Checkpoint> from) {
    int number = done.size();
    if (done.containsKey(stage.name())) {
      throw new IllegalArgumentException(
          "training: two stages are called '" + stage.name() + "'; give each a name of its own");
    }
    settings.putAll(ofStage(stage));
    requireMeasured(stage);
    Optional<Checkpoint> here = from.filter(c -> number < c.stages().size());
    here.ifPresent(c -> requireSameSettings(c, stage.name()));
    RandomKey root = RandomKey.of(training.seed);
    TrainingKeys keys = new TrainingKeys(number == 0 ? root : root.fold(6).fold(number));
    try (StageTrainer<P, S, B> trainer =
        new StageTrainer<>(
            stage,
            backend,
            training.type,
            supply.apply(stage.learner().reading()),
            keys,
            training.exchange,
            this,
            provenance(stage))) {
      if (here.isPresent()) {
        Checkpoint checkpoint = here.get();
        Carried<S> like = trainer.structure();
        if (checkpoint.isDone(number)) {
          return checkpoint.finished(number, trainer.parametersOf(like), provenance(stage));
        }
        trainer.restore(checkpoint.progress(number, like, trainer.parametersOf(like)), backend);
      }
      Run<P> run = trainer.run();
      tell(new Event.StageEnded(stage.name(), run.end()));
      return run;
    }
  }

  private Map<String, String> provenance(Stage<?, ?, ?> stage) {
    Map<String, String> provenance = new LinkedHashMap<>(facts);
    provenance.putAll(stage.loop().settings());
    provenance.putAll(stage.learner().settings());
    provenance.putAll(computing);
    return provenance;
  }

  private static Map<String, String> ofStage(Stage<?, ?, ?> stage) {
    Map<String, String> settings = new LinkedHashMap<>();
    stage.loop().settings().forEach((n, v) -> settings.put(stage.name() + "." + n, v));
    stage.learner().settings().forEach((n, v) -> settings.put(stage.name() + "." + n, v));
    return settings;
  }

  private static void requireMeasured(Stage<?, ?, ?> stage) {
    stage
        .loop()
        .earlyStopping()
        .ifPresent(
            rule -> {
              Set<String> names = new TreeSet<>();
              stage.learner().metrics().forEach(metric -> names.add(metric.name()));
              stage.scores().metrics().forEach(metric -> names.add(metric.name()));
              if (!names.contains(rule.metric())) {
                throw new IllegalArgumentException(
                    "early stopping: nobody measures '"
                        + rule.metric()
                        + "'; there are: "
                        + String.join(", ", names));
              }
            });
  }

  // ---- resuming ----

  private void requireSameMachine(Checkpoint from) {
    if (!training.anyMachine && !from.computing().equals(computing)) {
      throw new IllegalArgumentException(
          "resume: the checkpoint was computed with "
              + differences(from.computing(), computing)
              + "; go on there, or allow another machine, which gives other bits");
    }
  }

  private void requireSameSettings(Checkpoint from, String stage) {
    Map<String, String> was = new LinkedHashMap<>(from.settings());
    Map<String, String> is = new LinkedHashMap<>(settings);
    // Settings of later stages are compared when these begin.
    was.keySet().removeIf(name -> isOfLaterStage(from, name));
    // With the same horizon another number of epochs changes no step.
    was.remove(stage + ".epochs");
    is.remove(stage + ".epochs");
    if (!was.equals(is)) {
      throw new IllegalArgumentException(
          "resume: the checkpoint was made with "
              + differences(was, is)
              + "; use the settings and data that it was begun with");
    }
  }

  private boolean isOfLaterStage(Checkpoint from, String name) {
    List<String> stages = from.stages();
    for (int later = done.size() + 1; later < stages.size(); later++) {
      if (name.startsWith(stages.get(later) + ".")) {
        return true;
      }
    }
    return false;
  }

  private static String differences(Map<String, String> was, Map<String, String> is) {
    Set<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      String before = was.getOrDefault(name, "none");
      String now = is.getOrDefault(name, "none");
      if (!before.equals(now)) {
        text.append(text.isEmpty() ? "" : ", ");
        text.append(name).append(' ').append(before).append(", not ").append(now);
      }
    }
    return text.toString();
  }

  // ---- checkpoints ----

  private Checkpoint.Writer writer() {
    Checkpoint.Writer writer = new Checkpoint.Writer(settings, computing);
    done.forEach(writer::finished);
    return writer;
  }

  private void saveFinished() {
    training.checkpointFile.ifPresent(file -> writer().write(file));
    savedStep = -1;
  }

  @Override
  public void tell(Event event) {
    if (training.listener.on(event) == Listener.Answer.STOP) {
      stopAsked = true;
    }
  }

  @Override
  public boolean stopIsAsked() {
    stopAsked |= Thread.interrupted();
    return stopAsked;
  }

  @Override
  public void save(StageTrainer<?, ?, ?> stage, boolean anyway) {
    boolean isDue = System.nanoTime() - savedAt >= training.checkpointEvery.toNanos();
    boolean isThere = stage.step() == savedStep;
    if (training.checkpointFile.isPresent() && !isThere && (anyway || isDue)) {
      Path file = training.checkpointFile.get();
      Checkpoint.Writer writer = writer();
      writer.running(stage.name(), stage.progress());
      writer.write(file);
      savedAt = System.nanoTime();
      savedStep = stage.step();
      tell(new Event.Saved(file, stage.step()));
    }
  }
}
