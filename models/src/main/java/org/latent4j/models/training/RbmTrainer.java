package org.latent4j.models.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.evaluation.OpenScores;
import org.latent4j.models.optimizer.Hyperparameters;
import org.latent4j.models.rbm.InitialParameters;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** One run of a {@link Training}. */
final class RbmTrainer {
  /**
   * How many steps are taken between two checks that all parameters are finite. When a check fails
   * the steps since the last one are taken again, one by one, to name the step that did it.
   */
  private static final int STEPS_BETWEEN_CHECKS = 100;

  private final Training training;
  private final Backend backend;
  private final Dataset data;
  private final int batch;
  private final int stepsPerEpoch;
  private final TrainingKeys keys;
  private Optional<OpenScores<RbmParameters, Tensor>> scores = Optional.empty();
  private final List<EpochMetrics> history = new ArrayList<>();
  private final long start = System.nanoTime();

  RbmTrainer(Training training, Backend backend, Dataset data) {
    this.training = training;
    this.backend = backend;
    this.data = data;
    this.batch = Math.min(training.batch, data.rows());
    this.stepsPerEpoch = (data.rows() + batch - 1) / batch;
    this.keys = new TrainingKeys(RandomKey.of(training.seed));
  }

  Run run() {
    return Scope.within(
        () -> {
          scores = training.scores.map(list -> list.on(backend, training.type));
          try {
            return trained();
          } finally {
            scores.ifPresent(OpenScores::close);
          }
        });
  }

  private Run trained() {
    ResidentData resident = ResidentData.of(backend, training.type, data);
    TrainingState initial = initialState(resident);
    Step<TrainingState, TrainingState.Minibatch, Nothing> step =
        (state, minibatch) -> Step.result(next(state, minibatch, resident), Nothing.NOTHING);
    try (Program<TrainingState, TrainingState.Minibatch, Nothing> program =
            Program.training(backend, initial, step);
        FiniteCheck check = new FiniteCheck(backend)) {
      return epochs(program, check);
    }
  }

  private TrainingState next(
      TrainingState state, TrainingState.Minibatch minibatch, ResidentData resident) {
    return state.next(
        training.rbm, training.method, training.optimizer, training.binarize, resident, minibatch);
  }

  // ---- the start ----

  private TrainingState initialState(ResidentData resident) {
    RbmParameters parameters =
        InitialParameters.draw(
            training.rbm, training.initialization, backend, training.type, keys.initialization());
    if (training.visibleBiasFromData) {
      Tensor means = ColumnMeans.of(resident, data.rows(), training.type);
      Tensor bias = InitialParameters.visibleBias(training.rbm.visible(), means, data.rows());
      parameters = new RbmParameters(parameters.weights(), bias, parameters.hiddenBias());
    }
    return new TrainingState(
        parameters,
        training.optimizer.start(parameters).moments(),
        training.method instanceof Pcd pcd ? List.of(chains(pcd, parameters, resident)) : List.of(),
        Tensor.full(backend, DataType.INT32, 0),
        keys.steps());
  }

  /** Persistent chains start from hidden states of random examples, near where they will be. */
  private Tensor chains(Pcd pcd, RbmParameters parameters, ResidentData resident) {
    int count = pcd.chainCount().orElse(batch);
    int[] order = keys.order(-1, data.rows());
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> order[i % order.length]);
    return Scope.within(
        () -> {
          Tensor examples = resident.batch(Tensor.of(backend, rows, count), training.type);
          return training.rbm.sampleHidden(keys.chains(), parameters, examples).keep();
        });
  }

  // ---- epochs ----

  private Run epochs(
      Program<TrainingState, TrainingState.Minibatch, Nothing> program, FiniteCheck check) {
    measure(program, 0, 0);
    Optional<RbmModel> best = training.earlyStopping.map(unused -> model(program));
    int bestEntry = 0;
    for (int epoch = 1; epoch <= training.epochs; epoch++) {
      double rate = training.optimizer.learningRate().at(epoch - 1, training.epochs);
      int current = epoch;
      Scope.within(
          () -> {
            steps(program, check, current, rate);
            return current;
          });
      measure(program, epoch, rate);
      if (training.earlyStopping.isPresent()) {
        EarlyStopping rule = training.earlyStopping.get();
        if (rule.best(history).orElse(-1) == epoch) {
          best = Optional.of(model(program));
          bestEntry = epoch;
        }
        if (rule.stops(history)) {
          return new Run(best.orElseThrow(), history, bestEntry, epoch < training.epochs);
        }
      }
    }
    boolean keepBest = best.isPresent();
    RbmModel model = keepBest ? best.get() : model(program);
    return new Run(model, history, keepBest ? bestEntry : training.epochs, false);
  }

  private void steps(
      Program<TrainingState, TrainingState.Minibatch, Nothing> program,
      FiniteCheck check,
      int epoch,
      double rate) {
    Tensor order = Tensor.of(backend, keys.order(epoch, data.rows()), data.rows());
    Tensor epochsDone = Tensor.full(backend, DataType.FLOAT64, epoch - 1);
    Hyperparameters at = training.optimizer.at(epochsDone, training.epochs);
    for (int from = 0; from < stepsPerEpoch; from += STEPS_BETWEEN_CHECKS) {
      int first = from;
      int end = Math.min(stepsPerEpoch, from + STEPS_BETWEEN_CHECKS);
      Scope.within(
          () -> {
            TrainingState before = program.state();
            for (int step = first; step < end; step++) {
              program.run(minibatch(order, at, step));
              training.listener.onSteps(epoch, step + 1, stepsPerEpoch);
            }
            if (check.firstNotFinite(program.state().parameters()).isPresent()) {
              program.setState(before);
              throw findDivergence(program, check, order, at, epoch, first, rate);
            }
            return end;
          });
    }
  }

  private TrainingState.Minibatch minibatch(Tensor order, Hyperparameters at, int step) {
    int from = step * batch;
    int to = Math.min(data.rows(), from + batch);
    return new TrainingState.Minibatch(order.slice(0, from, to), at);
  }

  /** Takes the steps again, one by one, until a parameter is no longer finite. */
  private TrainingDivergedException findDivergence(
      Program<TrainingState, TrainingState.Minibatch, Nothing> program,
      FiniteCheck check,
      Tensor order,
      Hyperparameters at,
      int epoch,
      int firstStep,
      double rate) {
    RbmModel lastFinite = model(program);
    Optional<String> culprit = Optional.empty();
    int step = firstStep;
    while (culprit.isEmpty()) {
      lastFinite = model(program);
      program.run(minibatch(order, at, step++));
      culprit = Scope.within(() -> check.firstNotFinite(program.state().parameters()));
    }
    String message =
        String.format(
            Locale.ROOT,
            "training diverged: the %s became infinite or not a number in epoch %d, step %d of %d,"
                + " at learning rate %s; lower the rate, or the momentum if there is one",
            culprit.get(),
            epoch,
            step,
            stepsPerEpoch,
            rate);
    return new TrainingDivergedException(message, new Run(lastFinite, history, epoch - 1, true));
  }

  // ---- measuring ----

  private void measure(
      Program<TrainingState, TrainingState.Minibatch, Nothing> program, int epoch, double rate) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int number = 0; number < training.monitors.size(); number++) {
      Monitor monitor = training.monitors.get(number);
      RandomKey key = keys.monitor(epoch, number);
      values.putAll(
          Scope.within(
              () -> {
                RbmParameters parameters = program.state().parameters();
                return monitor.measure(
                    new Monitor.Subject(training.rbm, parameters, data, epoch, key));
              }));
    }
    RandomKey key = keys.monitor(epoch, training.monitors.size());
    scores.ifPresent(
        open ->
            Scope.within(() -> open.measure(program.state().parameters(), key))
                .forEach((name, estimate) -> values.put(name, estimate.mean())));
    double seconds = (System.nanoTime() - start) * 1e-9;
    EpochMetrics metrics = new EpochMetrics(epoch, seconds, rate, values);
    history.add(metrics);
    training.listener.onEpoch(metrics);
  }

  private RbmModel model(Program<TrainingState, TrainingState.Minibatch, Nothing> program) {
    return Scope.within(
        () -> {
          RbmParameters parameters = program.state().parameters();
          Map<String, String> provenance = TrainingProvenance.of(training, backend, data);
          RbmModel model = RbmModel.of(training.rbm, parameters, provenance);
          return data.imageShape().map(model::withImageShape).orElse(model);
        });
  }
}
