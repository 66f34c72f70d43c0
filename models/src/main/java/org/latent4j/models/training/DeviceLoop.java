package org.latent4j.models.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.latent4j.backend.Backend;
import org.latent4j.models.io.SavedTree;
import org.latent4j.op.DataType;
import org.latent4j.program.Action;
import org.latent4j.program.Actions;
import org.latent4j.program.Nothing;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * The part of training that runs on the device: the state, the steps over it, and the check that
 * the parameters are finite. All of it is recorded when this is made, so that the errors of a
 * learner come before the first step.
 */
final class DeviceLoop<P, S, B> implements AutoCloseable {
  private final Backend backend;
  private final StepActions.Plan<P, S, B> plan;
  private final Epochs epochs;
  private final Actions<Carried<S>> actions;
  private final Map<Integer, StepActions> steps = new HashMap<>();
  private final Action<Nothing, List<Tensor>> sumsOfZeros;
  private final List<String> names;
  private int chunk = -1;

  DeviceLoop(Backend backend, StepActions.Plan<P, S, B> plan, Epochs epochs, Carried<S> start) {
    this.backend = backend;
    this.plan = plan;
    this.epochs = epochs;
    this.actions = Actions.over(backend, start);
    this.names = SavedTree.names(plan.learner().parameters(start.learner()));
    boolean ready = false;
    try {
      this.sumsOfZeros = actions.action("check", (c, nothing) -> Step.result(c, zeros(c)));
      Scope.within(
          () -> {
            prepare();
            return plan;
          });
      ready = true;
    } finally {
      if (!ready) {
        actions.close();
      }
    }
  }

  private void prepare() {
    for (Epochs.Pass pass : epochs.passes(1)) {
      StepActions.Position example = position(1, pass);
      if (pass.fullSteps() > 0) {
        steps(plan.batch()).prepare(example);
      }
      if (pass.rest() > 0) {
        steps(pass.rest()).prepare(example);
      }
    }
    sumsOfZeros.prepare(Nothing.NOTHING);
  }

  private StepActions steps(int examples) {
    return steps.computeIfAbsent(examples, count -> plan.over(actions, count));
  }

  /** The place of a pass; its tensors belong to the innermost scope. */
  StepActions.Position position(int epoch, Epochs.Pass pass) {
    int[] order = Arrays.copyOf(epochs.order(epoch, pass), mostRows());
    int first = Math.addExact(Math.multiplyExact(epoch - 1, epochs.steps()), pass.first());
    return new StepActions.Position(
        Tensor.of(backend, order, order.length),
        Tensor.full(backend, DataType.INT32, first),
        Tensor.full(backend, DataType.FLOAT64, epoch - 1));
  }

  private int mostRows() {
    int most = 0;
    for (int number = 0; number < plan.supply().chunks(); number++) {
      most = Math.max(most, plan.supply().rows(number));
    }
    return most;
  }

  /** Makes sure that the examples of a pass are on the device. */
  void load(Epochs.Pass pass) {
    if (plan.resident().isEmpty() && chunk != pass.chunk()) {
      Scope.within(
          () -> {
            actions.replace(Carried::chunk, plan.supply().load(backend, pass.chunk()));
            return pass;
          });
      chunk = pass.chunk();
    }
  }

  /**
   * Takes steps of a pass.
   *
   * @param at its place
   * @param pass the pass, which is loaded
   * @param from the number of the first step in the epoch
   * @param count how many steps, all of them full or one shorter
   */
  void run(StepActions.Position at, Epochs.Pass pass, int from, int count) {
    boolean full = from < pass.first() + pass.fullSteps();
    steps(full ? plan.batch() : pass.rest()).run(at, count);
  }

  /** Sums of the parameters times 0, which an element that is not finite turns into NaN. */
  private List<Tensor> zeros(Carried<S> carried) {
    List<Tensor> sums = new ArrayList<>();
    for (Object leaf : TensorTree.leaves(plan.learner().parameters(carried.learner()))) {
      if (leaf instanceof Tensor tensor && tensor.type().isFloating()) {
        sums.add(tensor.mul(0).sum());
      } else {
        sums.add(Tensor.full(backend, DataType.FLOAT32, 0));
      }
    }
    return sums;
  }

  /** Names the first parameter with an element that is infinite or not a number. */
  Optional<String> firstNotFinite() {
    return Scope.within(
        () -> {
          List<Tensor> sums = sumsOfZeros.run(Nothing.NOTHING);
          for (int i = 0; i < sums.size(); i++) {
            if (Double.isNaN(sums.get(i).item())) {
              return Optional.of(names.get(i));
            }
          }
          return Optional.empty();
        });
  }

  /** Copies all but the chunk; belongs to the innermost scope. */
  Carried<S> state() {
    return actions.read(Carried::lasting);
  }

  /** Replaces all but the chunk. */
  void setState(Carried<S> state) {
    actions.replace(Carried::lasting, state);
  }

  /** Goes on from a state with lower rates and other draws. */
  void restart(Carried<S> from, double factor) {
    RandomKey others = from.key().fold(-1);
    setState(
        new Carried<>(
            from.learner(),
            from.sums(),
            from.examples(),
            from.step(),
            from.slower().mul(factor),
            others,
            List.of()));
  }

  /** Copies the parameters; they belong to the innermost scope. */
  P parameters() {
    return actions.read(carried -> plan.learner().parameters(carried.learner()));
  }

  long step() {
    return Scope.within(() -> (long) actions.read(Carried::step).item());
  }

  double slower() {
    return Scope.within(() -> actions.read(Carried::slower).item());
  }

  /** Means of the learner's metrics since they were asked for last. */
  double[] takeMeans() {
    return Scope.within(
        () -> {
          Tensor sums = actions.read(Carried::sums);
          double examples = actions.read(Carried::examples).item();
          double[] means = sums.toDoubles();
          Arrays.setAll(means, i -> means[i] / examples);
          actions.replace(Carried::sums, Tensor.full(backend, DataType.FLOAT64, 0, means.length));
          actions.replace(Carried::examples, Tensor.full(backend, DataType.FLOAT64, 0));
          return means;
        });
  }

  /** Changes what the learner carries, at once. */
  void change(UnaryOperator<S> change) {
    Scope.within(
        () -> {
          S before = actions.read(Carried::learner);
          S after = change.apply(before);
          if (after != before) {
            actions.replace(Carried::learner, after);
          }
          return after;
        });
  }

  @Override
  public void close() {
    actions.close();
  }
}
