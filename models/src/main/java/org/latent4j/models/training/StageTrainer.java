package org.latent4j.models.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.latent4j.backend.Backend;
import org.latent4j.models.evaluation.Estimate;
import org.latent4j.models.evaluation.OpenScores;
import org.latent4j.models.io.SavedTree;
import org.latent4j.models.learning.Exchange;
import org.latent4j.models.learning.Learner;
import org.latent4j.models.learning.Metric;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * Trains one stage: goes through the epochs, measures after each, keeps the best, goes back after a
 * divergence, and offers its position for checkpoints.
 *
 * <p>Parameters are checked, and checkpoints are made, at multiples of {@value #GRID} steps in an
 * epoch, at the end of a chunk and at the end of an epoch, and nowhere else: a training that goes
 * back after it was resumed goes back to where it would have gone without the break.
 */
final class StageTrainer<P, S, B> implements AutoCloseable {
  private static final int GRID = 100;

  /** Steps that are asked for at once; a listener is told after as many. */
  private static final int STEPS_AT_ONCE = 20;

  private final Stage<P, S, B> stage;
  private final Learner<P, S, B> learner;
  private final Loop loop;
  private final Exchange exchange;
  private final Host host;
  private final Map<String, String> provenance;
  private final TrainingKeys keys;
  private final Supply supply;
  private final Epochs epochs;
  private final Scope tensors;
  private final DeviceLoop<P, S, B> device;
  private final OpenScores<P, B> scores;

  private final List<Entry> history = new ArrayList<>();
  private Optional<Best<P>> best = Optional.empty();
  private double secondsBefore;
  private long began = System.nanoTime();
  private int triesUsed;

  /** What the training around the stage does for it. */
  interface Host {
    /** Tells what happened. */
    void tell(Event event);

    /** Whether somebody asked to stop. */
    boolean stopIsAsked();

    /** Makes a checkpoint of a stage if one is due, or anyway; not twice at the same step. */
    void save(StageTrainer<?, ?, ?> stage, boolean anyway);
  }

  /**
   * The parameters of the best epoch so far.
   *
   * @param epoch which epoch
   * @param parameters the parameters
   */
  record Best<P>(int epoch, SavedTree<P> parameters) {}

  /**
   * Where a stage is, to be saved and gone on from.
   *
   * @param state what the device carries
   * @param history what was measured
   * @param best the best epoch, if a metric is watched
   * @param seconds how long the stage has been trained
   */
  record Progress<P, S>(
      SavedTree<Carried<S>> state, List<Entry> history, Optional<Best<P>> best, double seconds) {}

  StageTrainer(
      Stage<P, S, B> stage,
      Backend backend,
      DataType type,
      Supply supply,
      TrainingKeys keys,
      Exchange exchange,
      Host host,
      Map<String, String> provenance) {
    this.provenance = provenance;
    this.stage = stage;
    this.learner = stage.learner();
    this.loop = stage.loop();
    this.exchange = exchange;
    this.host = host;
    this.keys = keys;
    this.supply = supply;
    int perBatch = Math.min(loop.batch(), supply.rows());
    int perStep = Math.multiplyExact(perBatch, learner.batchesPerStep());
    this.epochs = new Epochs(keys, supply, perStep, learner.batchesPerStep() > 1);
    this.tensors = Scope.open();
    boolean ready = false;
    try {
      List<Tensor> first = supply.load(backend, 0);
      boolean isResident = supply.chunks() == 1;
      StageStart<B> start =
          new StageStart<>(
              backend, type, learner.reading(), supply, keys, exchange, perBatch, first);
      S state = learner.start(start);
      Carried<S> carried =
          new Carried<>(
              state,
              Tensor.full(backend, DataType.FLOAT64, 0, learner.metrics().size()),
              Tensor.full(backend, DataType.FLOAT64, 0),
              Tensor.full(backend, DataType.INT32, 0),
              Tensor.full(backend, DataType.FLOAT64, 1),
              keys.steps(),
              isResident ? List.of() : first);
      StepActions.Plan<P, S, B> plan =
          new StepActions.Plan<>(
              learner, supply, isResident ? first : List.of(), exchange, perStep, loop.horizon());
      this.device = new DeviceLoop<>(backend, plan, epochs, carried);
      this.scores = stage.scores().on(backend, type);
      ready = true;
    } finally {
      if (!ready) {
        tensors.close();
      }
    }
  }

  /** What the device carries, as a structure: types and shapes, for reading a checkpoint. */
  Carried<S> structure() {
    return device.state();
  }

  P parametersOf(Carried<S> state) {
    return learner.parameters(state.learner());
  }

  void restore(Progress<P, S> from, Backend backend) {
    Scope.within(
        () -> {
          device.setState(from.state().on(backend));
          return from;
        });
    history.addAll(from.history());
    best = from.best();
    secondsBefore = from.seconds();
    triesUsed = triesUsed();
  }

  /** The rates tell how often training went back. */
  private int triesUsed() {
    double slower = device.slower();
    int tries = 0;
    for (double left = 1; left > slower * 1.0000001; left *= loop.onDivergence().factor()) {
      tries++;
    }
    return tries;
  }

  Progress<P, S> progress() {
    SavedTree<Carried<S>> state = Scope.within(() -> SavedTree.of(device.state()));
    return new Progress<>(state, List.copyOf(history), best, seconds());
  }

  String name() {
    return stage.name();
  }

  long step() {
    return device.step();
  }

  // ---- epochs ----

  Run<P> run() {
    began = System.nanoTime();
    host.tell(new Event.Started(stage.name(), loop.epochs(), epochs.steps(), step()));
    int done = (int) (step() / epochs.steps());
    if (history.isEmpty()) {
      measure(0);
    }
    for (int epoch = done + 1; epoch <= loop.epochs() && !isOver(); epoch++) {
      if (!steps(epoch)) {
        host.save(this, true);
        return result(Run.End.STOPPED);
      }
      device.change(state -> learner.endOfEpoch(state, exchange));
      measure(epoch);
      boolean ends = epoch == loop.epochs() || isOver();
      host.save(this, ends);
      if (!ends && host.stopIsAsked()) {
        host.save(this, true);
        return result(Run.End.STOPPED);
      }
    }
    return result(isOver() ? Run.End.STOPPED_EARLY : Run.End.DONE);
  }

  /** Whether early stopping ends the stage before its last epoch. */
  private boolean isOver() {
    return loop.earlyStopping().isPresent()
        && history.get(history.size() - 1).epoch() < loop.epochs()
        && loop.earlyStopping().get().stops(history);
  }

  private Run<P> result(Run.End end) {
    if (best.isPresent() && end != Run.End.DIVERGED) {
      return new Run<>(best.get().parameters(), history, best.get().epoch(), end, provenance);
    }
    int epoch = history.get(history.size() - 1).epoch();
    return new Run<>(parameters(), history, epoch, end, provenance);
  }

  private SavedTree<P> parameters() {
    return Scope.within(() -> SavedTree.of(device.parameters()));
  }

  /** Takes the steps of an epoch that are left; returns false if it was stopped on the way. */
  private boolean steps(int epoch) {
    int from = (int) (step() - (long) (epoch - 1) * epochs.steps());
    List<Epochs.Pass> passes = epochs.passes(epoch);
    for (int number = 0; number < passes.size(); number++) {
      Epochs.Pass pass = passes.get(number);
      if (from < pass.end()) {
        int start = from;
        device.load(pass);
        expectAfter(epoch, passes, number);
        from = Scope.within(() -> steps(epoch, pass, start));
        if (from < epochs.steps() && host.stopIsAsked()) {
          return false;
        }
      }
    }
    return true;
  }

  private void expectAfter(int epoch, List<Epochs.Pass> passes, int number) {
    if (number + 1 < passes.size()) {
      supply.expect(passes.get(number + 1).chunk());
    } else if (epoch < loop.epochs()) {
      supply.expect(epochs.passes(epoch + 1).get(0).chunk());
    }
  }

  /** Returns the step that comes next, which is the end of the pass unless it was stopped. */
  private int steps(int epoch, Epochs.Pass pass, int start) {
    StepActions.Position at = device.position(epoch, pass);
    int from = start;
    while (from < pass.end()) {
      int first = from;
      int end = Math.min(pass.end(), (from / GRID + 1) * GRID);
      boolean finite = Scope.within(() -> checkedSteps(epoch, pass, at, first, end));
      if (finite) {
        from = end;
        if (from < epochs.steps()) {
          host.save(this, false);
          if (host.stopIsAsked()) {
            return from;
          }
        }
      }
    }
    return from;
  }

  /** Takes steps and returns true, or goes back to the first and returns false. */
  private boolean checkedSteps(
      int epoch, Epochs.Pass pass, StepActions.Position at, int first, int end) {
    Carried<S> before = device.state();
    int full = Math.min(end, pass.first() + pass.fullSteps());
    for (int step = first; step < end; ) {
      int count = step < full ? Math.min(STEPS_AT_ONCE, full - step) : 1;
      int from = step;
      Scope.within(
          () -> {
            device.run(at, pass, from, count);
            return from;
          });
      step += count;
      host.tell(new Event.Stepped(epoch, step, epochs.steps()));
    }
    Optional<String> culprit = device.firstNotFinite();
    if (culprit.isEmpty()) {
      return true;
    }
    if (triesUsed == loop.onDivergence().tries()) {
      device.setState(before);
      throw divergence(epoch, pass, at, first);
    }
    triesUsed++;
    device.restart(before, loop.onDivergence().factor());
    host.tell(new Event.RolledBack(culprit.get(), step(), device.slower()));
    return false;
  }

  /** Takes the steps again, one by one, until a parameter is no longer finite. */
  private TrainingDivergedException divergence(
      int epoch, Epochs.Pass pass, StepActions.Position at, int first) {
    SavedTree<P> lastFinite = parameters();
    Optional<String> culprit = Optional.empty();
    int step = first;
    while (culprit.isEmpty()) {
      lastFinite = parameters();
      device.run(at, pass, step++, 1);
      culprit = device.firstNotFinite();
    }
    StringBuilder message = new StringBuilder();
    message.append(
        String.format(
            Locale.ROOT,
            "training diverged: '%s' became infinite or not a number in epoch %d, step %d of %d",
            culprit.get(),
            epoch,
            step,
            epochs.steps()));
    scheduled(epoch)
        .forEach((name, value) -> message.append(", at ").append(name).append(' ').append(value));
    if (triesUsed > 0) {
      message.append(", after ").append(triesUsed).append(" tries at lower rates");
    }
    message.append("; lower the learning rate, or the momentum if there is one");
    Run<P> run = new Run<>(lastFinite, history, epoch - 1, Run.End.DIVERGED, provenance);
    return new TrainingDivergedException(message.toString(), run);
  }

  // ---- measuring ----

  private Map<String, Double> scheduled(int epoch) {
    Map<String, Double> values = new LinkedHashMap<>();
    learner
        .schedules()
        .forEach((name, schedule) -> values.put(name, schedule.at(epoch - 1, loop.horizon())));
    return values;
  }

  private void measure(int epoch) {
    Map<String, Double> values = new LinkedHashMap<>();
    if (epoch > 0) {
      values.putAll(scheduled(epoch));
      double[] means = device.takeMeans();
      List<Metric> metrics = learner.metrics();
      for (int i = 0; i < means.length; i++) {
        values.put(metrics.get(i).name(), means[i]);
      }
    }
    Map<String, Double> errors = new LinkedHashMap<>();
    Map<String, Estimate> measured =
        Scope.within(() -> scores.measure(device.parameters(), keys.scores(epoch)));
    measured.forEach(
        (name, estimate) -> {
          values.put(name, estimate.mean());
          if (estimate.standardError() > 0) {
            errors.put(name, estimate.standardError());
          }
        });
    Entry entry = new Entry(epoch, step(), seconds(), values, errors);
    history.add(entry);
    keepIfBest(epoch);
    host.tell(new Event.Measured(stage.name(), entry));
  }

  private void keepIfBest(int epoch) {
    if (loop.earlyStopping().isPresent()) {
      boolean isBest = loop.earlyStopping().get().best(history).orElse(0) == history.size() - 1;
      if (isBest) {
        best = Optional.of(new Best<>(epoch, parameters()));
      }
    }
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - began) * 1e-9;
  }

  @Override
  public void close() {
    scores.close();
    device.close();
    tensors.close();
  }
}
