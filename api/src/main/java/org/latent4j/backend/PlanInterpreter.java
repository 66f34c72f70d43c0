package org.latent4j.backend;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Plan;

/**
 * Runs a plan node by node with the single operations of a backend. The results have storages that
 * are made once, shared as {@link Placement} says. The calls are bound to their views once, too;
 * only those that read an input that moved since the last run are bound again.
 */
final class PlanInterpreter implements Executable {
  private final Backend backend;
  private final Plan plan;
  private final List<Integer> inputs;
  private final @Nullable View[] values;
  private final @Nullable OperationCall[] calls;
  private final List<Storage> owned = new ArrayList<>();
  private final List<StateUpdate> updates = new ArrayList<>();
  private boolean closed;

  PlanInterpreter(Backend backend, Plan plan, View[] constants, View[] states) {
    this.backend = backend;
    this.plan = plan;
    this.inputs = plan.valuesOf(Plan.Role.INPUT);
    this.values = new View[plan.values().size()];
    this.calls = new OperationCall[plan.nodes().size()];
    bind(plan.valuesOf(Plan.Role.CONSTANT), constants);
    bind(plan.valuesOf(Plan.Role.STATE), states);
    boolean ready = false;
    try {
      placeResults();
      plan.updates().forEach(this::prepare);
      ready = true;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  private void bind(List<Integer> numbers, View[] views) {
    for (int i = 0; i < views.length; i++) {
      values[numbers.get(i)] = views[i];
    }
  }

  /** Gives every result its place: a buffer of its own, or one that it shares. */
  private void placeResults() {
    Placement placement = Placement.of(plan);
    View[] buffers = new View[placement.bufferCount()];
    for (Plan.Node node : plan.nodes()) {
      for (int result : node.results()) {
        int buffer = placement.bufferOf(result);
        if (buffer >= 0 && buffers[buffer] == null) {
          buffers[buffer] = allocate(result);
        }
        View place = buffer >= 0 ? buffers[buffer] : value(placement.stateOf(result));
        values[result] = new View(place.storage(), Layout.dense(plan.values().get(result).shape()));
      }
    }
  }

  private View allocate(int value) {
    Plan.Value result = plan.values().get(value);
    Storage storage = backend.allocate(result.type(), result.shape().size());
    owned.add(storage);
    return new View(storage, Layout.dense(result.shape()));
  }

  private void prepare(Plan.Update update) {
    Plan.Operand source = update.source();
    Plan.Value state = plan.values().get(update.state());
    View from = values[source.value()]; // Not there yet if it is an input.
    boolean inPlace = from != null && from.storage() == value(update.state()).storage();
    if (inPlace && source.layout().equals(Layout.dense(state.shape()))) {
      return; // The state stays as it is, or its next value has been computed in its place.
    }
    // A source that is itself a state may have been replaced by the time it is read (two states
    // that change places), so it goes through a copy made before any replacement.
    boolean staged = plan.values().get(source.value()).role() == Plan.Role.STATE;
    updates.add(new StateUpdate(update, staged ? allocate(update.state()) : null));
  }

  @Override
  public void run(View[] bindings) {
    if (closed) {
      throw new IllegalStateException("executable: it is closed");
    }
    rebind(bindings);
    for (int node = 0; node < calls.length; node++) {
      OperationCall call = calls[node];
      if (call == null) {
        call = call(plan.nodes().get(node));
        calls[node] = call;
      }
      call.run();
    }
    updates.forEach(StateUpdate::stage);
    updates.forEach(StateUpdate::replace);
  }

  private void rebind(View[] bindings) {
    for (int i = 0; i < bindings.length; i++) {
      View before = values[inputs.get(i)];
      View now = bindings[i];
      if (before == null
          || before.storage() != now.storage()
          || before.layout().offset() != now.layout().offset()) {
        values[inputs.get(i)] = now;
        forgetReadersOf(inputs.get(i));
      }
    }
  }

  private void forgetReadersOf(int value) {
    for (int node = 0; node < calls.length; node++) {
      for (Plan.Operand operand : plan.nodes().get(node).operands()) {
        if (operand.value() == value) {
          calls[node] = null;
        }
      }
    }
  }

  private OperationCall call(Plan.Node node) {
    View[] operands = node.operands().stream().map(this::resolve).toArray(View[]::new);
    View[] results = node.results().stream().map(this::value).toArray(View[]::new);
    return new OperationCall(backend, node.operation(), operands, results);
  }

  private View resolve(Plan.Operand operand) {
    View value = value(operand.value());
    return new View(value.storage(), operand.layout().shifted(value.layout().offset()));
  }

  private View value(int number) {
    View view = values[number];
    if (view == null) {
      throw new IllegalStateException("executable: value %" + number + " is not bound");
    }
    return view;
  }

  @Override
  public View output(int index) {
    return resolve(plan.outputs().get(index));
  }

  @Override
  public void close() {
    closed = true;
    owned.forEach(Storage::close);
    owned.clear();
  }

  /** The replacement of one state buffer. */
  private final class StateUpdate {
    private final Plan.Update update;
    private final @Nullable View stage;

    StateUpdate(Plan.Update update, @Nullable View stage) {
      this.update = update;
      this.stage = stage;
    }

    void stage() {
      if (stage != null) {
        OperationCall.copy(backend, resolve(update.source()), stage);
      }
    }

    void replace() {
      View source = stage == null ? resolve(update.source()) : stage;
      OperationCall.copy(backend, source, value(update.state()));
    }
  }
}
