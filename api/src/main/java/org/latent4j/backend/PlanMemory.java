package org.latent4j.backend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Plan;
import org.latent4j.op.DataType;

/**
 * Where the values of a plan are while it runs: constants and states where the caller put them,
 * inputs where the last {@link #bind} said, results in storages that are made here once and shared
 * as far as their lives allow. For backends that implement {@link Backend#prepare}.
 */
public final class PlanMemory implements AutoCloseable {
  /** How many results in the place of a state {@link #describe} names. */
  private static final int MOST_NAMED = 8;

  private final Allocator allocator;
  private final Plan plan;
  private final List<Integer> inputs;
  private final @Nullable View[] values;
  private final List<Storage> owned = new ArrayList<>();
  private final List<Replacement> replacements = new ArrayList<>();
  private final Map<Integer, View> given;

  /** Who makes the storages of results. */
  public interface Allocator {
    /**
     * Makes a storage.
     *
     * @param type the element type
     * @param length the number of elements
     * @return the storage; this memory closes it
     */
    Storage allocate(DataType type, long length);
  }

  /**
   * The replacement of a state at the end of a run. All stages are filled before the first state is
   * overwritten.
   *
   * @param source what replaces the state
   * @param stage a buffer through which the source goes, because it is itself a state that may have
   *     been replaced by the time it is read (two states that change places); or null
   * @param state the number of the state value
   */
  public record Replacement(Plan.Operand source, @Nullable View stage, int state) {}

  /**
   * Gives every result its place.
   *
   * @param backend who allocates
   * @param plan the plan
   * @param constants one dense view per value of role CONSTANT, in their order
   * @param states one dense view per value of role STATE, in their order
   */
  public PlanMemory(Backend backend, Plan plan, View[] constants, View[] states) {
    this(backend::allocate, plan, constants, states);
  }

  /**
   * Gives every result its place.
   *
   * @param allocator who makes the storages of results; they need not have memory yet
   * @param plan the plan
   * @param constants one dense view per value of role CONSTANT, in their order
   * @param states one dense view per value of role STATE, in their order
   */
  public PlanMemory(Allocator allocator, Plan plan, View[] constants, View[] states) {
    this(allocator, plan, constants, states, Map.of());
  }

  /**
   * Gives every result its place, but for some that have one already.
   *
   * @param allocator who makes the storages of results; they need not have memory yet
   * @param plan the plan
   * @param constants one dense view per value of role CONSTANT, in their order
   * @param states one dense view per value of role STATE, in their order
   * @param given where some results are to be, by their numbers: views as dense as the values, of
   *     memory that nothing else of the plan uses; this memory does not close it
   */
  public PlanMemory(
      Allocator allocator, Plan plan, View[] constants, View[] states, Map<Integer, View> given) {
    this.allocator = allocator;
    this.given = Map.copyOf(given);
    this.plan = plan;
    this.inputs = plan.valuesOf(Plan.Role.INPUT);
    this.values = new View[plan.values().size()];
    put(plan.valuesOf(Plan.Role.CONSTANT), constants);
    put(plan.valuesOf(Plan.Role.STATE), states);
    boolean ready = false;
    try {
      placeResults();
      plan.updates().forEach(this::place);
      ready = true;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  private void put(List<Integer> numbers, View[] views) {
    for (int i = 0; i < views.length; i++) {
      values[numbers.get(i)] = views[i];
    }
  }

  private void placeResults() {
    Placement placement = Placement.of(plan);
    @Nullable View[] buffers = new View[placement.bufferCount()];
    for (Plan.Node node : plan.nodes()) {
      for (int result : node.results()) {
        View place = given.get(result);
        values[result] = place == null ? place(result, placement, buffers) : place;
      }
    }
  }

  private View place(int result, Placement placement, @Nullable View[] buffers) {
    int buffer = placement.bufferOf(result);
    if (buffer >= 0 && buffers[buffer] == null) {
      buffers[buffer] = allocate(result);
    }
    View place = buffer >= 0 ? buffers[buffer] : value(placement.stateOf(result));
    return new View(
        Objects.requireNonNull(place).storage(), Layout.dense(plan.values().get(result).shape()));
  }

  private View allocate(int value) {
    Plan.Value like = plan.values().get(value);
    Storage storage = allocator.allocate(like.type(), like.shape().size());
    owned.add(storage);
    return new View(storage, Layout.dense(like.shape()));
  }

  private void place(Plan.Update update) {
    Plan.Operand source = update.source();
    Plan.Value state = plan.values().get(update.state());
    View from = values[source.value()]; // Not there yet if it is an input.
    boolean inPlace = from != null && from.storage() == value(update.state()).storage();
    if (inPlace && source.layout().equals(Layout.dense(state.shape()))) {
      return; // The state stays as it is, or its next value has been computed in its place.
    }
    boolean staged = plan.values().get(source.value()).role() == Plan.Role.STATE;
    View stage = staged ? allocate(update.state()) : null;
    replacements.add(new Replacement(source, stage, update.state()));
  }

  /**
   * Says where the inputs are from now on.
   *
   * @param views one dense view per value of role INPUT, in their order
   * @return whether any of them is elsewhere than before
   */
  public boolean bind(View[] views) {
    boolean moved = false;
    for (int i = 0; i < views.length; i++) {
      View before = values[inputs.get(i)];
      View now = views[i];
      if (before == null
          || before.storage() != now.storage()
          || before.layout().offset() != now.layout().offset()) {
        values[inputs.get(i)] = now;
        moved = true;
      }
    }
    return moved;
  }

  /**
   * Says whether the place of a value is known: it always is, but for inputs before the first
   * {@link #bind}.
   *
   * @param number the number of a value
   * @return true if {@link #value} answers
   */
  public boolean isBound(int number) {
    return values[number] != null;
  }

  /**
   * Returns where a value is.
   *
   * @param number its number
   * @return the whole value, dense
   * @throws IllegalStateException if it is an input that has not been bound
   */
  public View value(int number) {
    View view = values[number];
    if (view == null) {
      throw new IllegalStateException("executable: value %" + number + " is not bound");
    }
    return view;
  }

  /**
   * Returns where the elements of an operand are.
   *
   * @param operand a value and how it is read
   * @return the view that is read
   * @throws IllegalStateException if it is an input that has not been bound
   */
  public View resolve(Plan.Operand operand) {
    View value = value(operand.value());
    return new View(value.storage(), operand.layout().shifted(value.layout().offset()));
  }

  /**
   * Returns the states that are not computed in their own place.
   *
   * @return what is copied at the end of a run
   */
  public List<Replacement> replacements() {
    return replacements;
  }

  /**
   * Says in words where the results of a plan would be kept.
   *
   * @param plan the plan
   * @return one line: how many buffers of how many bytes, and which results take the place of a
   *     state, the first eight by number
   */
  public static String describe(Plan plan) {
    Placement placement = Placement.of(plan);
    long bytes = 0;
    int results = 0;
    Set<Integer> counted = new HashSet<>();
    List<String> inPlace = new ArrayList<>();
    for (Plan.Node node : plan.nodes()) {
      for (int result : node.results()) {
        results++;
        Plan.Value value = plan.values().get(result);
        int buffer = placement.bufferOf(result);
        if (buffer < 0) {
          inPlace.add("%" + result + " in the place of %" + placement.stateOf(result));
        } else if (counted.add(buffer)) {
          bytes += value.shape().size() * value.type().bytes();
        }
      }
    }
    String buffers =
        String.format(
            Locale.ROOT,
            "memory: %d results in %d buffers of %,d bytes",
            results,
            placement.bufferCount(),
            bytes);
    if (inPlace.isEmpty()) {
      return buffers;
    }
    int more = inPlace.size() - MOST_NAMED;
    String named = String.join(", ", inPlace.subList(0, Math.min(inPlace.size(), MOST_NAMED)));
    return buffers + "; " + named + (more > 0 ? " and " + more + " more in place" : "");
  }

  /** Frees what was allocated here; constants, states and inputs stay. */
  @Override
  public void close() {
    owned.forEach(Storage::close);
    owned.clear();
  }
}
