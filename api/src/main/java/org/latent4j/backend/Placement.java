package org.latent4j.backend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * Where the results of a plan are kept. Two results share a buffer if they have the same type and
 * size and the first is read for the last time before the second is made. An accumulating product
 * works in the place of its addend if nobody reads the addend afterwards, an elementwise node in
 * that of an input, and one that replaces rows in that of the tensor that they are rows of; where
 * that is a state, its place is the state's own buffer, and the next state need not be copied there
 * at the end. A next state is also made there if nobody reads the present one any more, rather than
 * over another input; and so is the last of several products that are added to a state, if the
 * first had to go elsewhere because the state was still read.
 */
final class Placement {
  private static final int NEVER = -1;

  /**
   * How many nodes a buffer rests before another value gets it. A backend whose threads run ahead
   * of each other would have to hold the next writer back until the last reader is done.
   */
  private static final int REST = 3;

  private final Plan plan;
  private final int[] lastRead;

  /** For the result of an accumulating product, its addend. */
  private final int[] addendOf;

  private final int lastFallible;
  private final int[] buffer;
  private final int[] state;
  private final List<Integer> firstValueOfBuffer = new ArrayList<>();

  private Placement(Plan plan) {
    this.plan = plan;
    this.lastRead = lastReads(plan);
    this.addendOf = addends(plan);
    this.lastFallible = lastFallible(plan);
    this.buffer = new int[plan.values().size()];
    this.state = new int[plan.values().size()];
    Arrays.fill(buffer, NEVER);
    Arrays.fill(state, NEVER);
    place();
  }

  static Placement of(Plan plan) {
    return new Placement(plan);
  }

  int bufferCount() {
    return firstValueOfBuffer.size();
  }

  /** The buffer of a result, or -1 if it is in the place of a state. */
  int bufferOf(int result) {
    return buffer[result];
  }

  /** The state whose place a result takes. */
  int stateOf(int result) {
    return state[result];
  }

  /**
   * The last node that reads each value; what is needed at the end is read by one past the last.
   */
  private static int[] lastReads(Plan plan) {
    int[] last = new int[plan.values().size()];
    Arrays.fill(last, NEVER);
    for (int node = 0; node < plan.nodes().size(); node++) {
      for (Plan.Operand operand : plan.nodes().get(node).operands()) {
        last[operand.value()] = node;
      }
    }
    int end = plan.nodes().size();
    plan.outputs().forEach(output -> last[output.value()] = end);
    plan.updates().forEach(update -> last[update.source().value()] = end);
    return last;
  }

  private static int[] addends(Plan plan) {
    int[] addends = new int[plan.values().size()];
    Arrays.fill(addends, NEVER);
    for (Plan.Node node : plan.nodes()) {
      if (node.operation() instanceof Operation.MatrixProduct product && product.beta() != 0) {
        int last = node.operands().size() - 1;
        addends[node.results().get(0)] = node.operands().get(last).value();
      }
    }
    return addends;
  }

  /**
   * The last node that can fail on bad indices; a run that fails must leave the state as it was.
   * Indices that another node has found to be below the same limit, or a lower one, are good.
   */
  private static int lastFallible(Plan plan) {
    int last = NEVER;
    Map<Plan.Operand, Integer> limits = new HashMap<>();
    for (int number = 0; number < plan.nodes().size(); number++) {
      Plan.Node node = plan.nodes().get(number);
      if (node.operation().canFail()) {
        int limit = rows(plan, node);
        int checked = limits.getOrDefault(node.operands().get(1), Integer.MAX_VALUE);
        if (limit < checked || checked == Integer.MAX_VALUE) {
          limits.put(node.operands().get(1), limit);
          last = number;
        }
      }
    }
    return last;
  }

  /** How many rows there are where a node reads or writes rows by index. */
  private static int rows(Plan plan, Plan.Node node) {
    return node.operation() instanceof Operation.Gather
        ? node.operands().get(0).layout().shape().dim(0)
        : plan.values().get(node.results().get(0)).shape().dim(0);
  }

  private void place() {
    List<Integer> free = new ArrayList<>();
    Deque<List<Integer>> resting = new ArrayDeque<>();
    int[] holder = new int[plan.values().size()];
    Arrays.fill(holder, NEVER);
    for (int node = 0; node < plan.nodes().size(); node++) {
      Plan.Node work = plan.nodes().get(node);
      Set<Integer> overwritten = new HashSet<>();
      for (int result : work.results()) {
        int operand = work.operation().accept(new Overwritten(work, node, result, overwritten));
        int awaiting = stateThatAwaits(result, node);
        boolean comesHome = addendOf[result] == NEVER || addendOf[addendOf[result]] == awaiting;
        if (operand != NEVER && (awaiting == NEVER || !comesHome)) {
          overwritten.add(operand);
          buffer[result] = buffer[operand];
          state[result] = isState(operand) ? operand : state[operand];
        } else {
          state[result] = awaiting;
          buffer[result] = awaiting == NEVER ? takeFree(free, result) : NEVER;
        }
        if (buffer[result] != NEVER) {
          holder[buffer[result]] = result;
        }
      }
      resting.add(release(work, node, holder));
      if (resting.size() > REST) {
        free.addAll(resting.remove());
      }
    }
  }

  /** The value whose place a result takes while it is computed, or -1. */
  private final class Overwritten implements Operation.Cases<Integer> {
    private final Plan.Node work;
    private final int node;
    private final int result;
    private final Set<Integer> taken;

    Overwritten(Plan.Node work, int node, int result, Set<Integer> taken) {
      this.work = work;
      this.node = node;
      this.result = result;
      this.taken = taken;
    }

    @Override
    public Integer elementwise(Operation.Elementwise elementwise) {
      int inputs = elementwise.expression().inputCount();
      int found = NEVER;
      for (Plan.Operand operand : work.operands().subList(0, inputs)) {
        int value = operand.value();
        if ((found == NEVER || isState(value))
            && !taken.contains(value)
            && lastRead[value] == node
            && isReadInOrder(work, value, inputs)
            && canHold(value, result)
            && isOverwritable(value, node, result)) {
          found = value;
        }
      }
      return found;
    }

    @Override
    public Integer matrixProduct(Operation.MatrixProduct product) {
      return product.beta() == 0 ? NEVER : addendThatEndsHere(work, node);
    }

    @Override
    public Integer reduction(Operation.Reduction reduction) {
      return NEVER;
    }

    @Override
    public Integer gather(Operation.Gather gather) {
      return NEVER;
    }

    @Override
    public Integer scatterAdd(Operation.ScatterAdd scatterAdd) {
      return NEVER;
    }

    @Override
    public Integer withRows(Operation.WithRows withRows) {
      int value = work.operands().get(0).value();
      return lastRead[value] == node
              && isReadInOrder(work, value, 1)
              && isOverwritable(value, node, result)
          ? value
          : NEVER;
    }

    @Override
    public Integer assemble(Operation.Assemble assemble) {
      return NEVER;
    }

    @Override
    public Integer foldKey(Operation.FoldKey fold) {
      return NEVER;
    }
  }

  /** Whether a node reads a value only as inputs, and whole, element by element. */
  private boolean isReadInOrder(Plan.Node work, int value, int inputs) {
    Layout whole = Layout.dense(plan.values().get(value).shape());
    for (int slot = 0; slot < work.operands().size(); slot++) {
      Plan.Operand operand = work.operands().get(slot);
      if (operand.value() == value && (slot >= inputs || !operand.layout().equals(whole))) {
        return false;
      }
    }
    return true;
  }

  private boolean canHold(int value, int result) {
    Plan.Value held = plan.values().get(value);
    Plan.Value wanted = plan.values().get(result);
    return held.type() == wanted.type() && held.shape().equals(wanted.shape());
  }

  /**
   * Whether a node may write a result over a value that it is the last to read. A state is
   * overwritten only by its own next value: any other would have to be copied away again. The node
   * may itself be the last that can fail, because it checks its indices before it writes.
   */
  private boolean isOverwritable(int value, int node, int result) {
    Plan.Role role = plan.values().get(value).role();
    if (role == Plan.Role.RESULT) {
      return lasts(value, result);
    }
    return role == Plan.Role.STATE
        && node >= lastFallible
        && plan.updates().stream().anyMatch(update -> isUnchanged(update, value, result));
  }

  /** The state that a result replaces, if nobody reads the state from this node on; or -1. */
  private int stateThatAwaits(int result, int node) {
    for (Plan.Update update : plan.updates()) {
      int value = update.state();
      if (lastRead[value] < node
          && node > lastFallible
          && canHold(value, result)
          && isUnchanged(update, value, result)
          && isVacant(value, node)) {
        return value;
      }
    }
    return NEVER;
  }

  /** Whether no other result that is still to be read has taken the place of a state. */
  private boolean isVacant(int stateValue, int node) {
    for (int result = 0; result < state.length; result++) {
      if (state[result] == stateValue && lastRead[result] >= node) {
        return false;
      }
    }
    return true;
  }

  /** The addend of an accumulating product that can be overwritten, or -1. */
  private int addendThatEndsHere(Plan.Node work, int node) {
    int last = work.operands().size() - 1;
    Plan.Operand addend = work.operands().get(last);
    Plan.Value value = plan.values().get(addend.value());
    boolean readOnce =
        work.operands().subList(0, last).stream().noneMatch(o -> o.value() == addend.value());
    boolean overwritable =
        value.role() == Plan.Role.RESULT
            || (value.role() == Plan.Role.STATE
                && node > lastFallible
                && isReplacedAtEnd(addend.value()));
    boolean whole = addend.layout().equals(Layout.dense(value.shape()));
    boolean ends = lastRead[addend.value()] == node;
    return readOnce && overwritable && whole && ends && lasts(addend.value(), work.results().get(0))
        ? addend.value()
        : NEVER;
  }

  /**
   * Whether a result is still there when it is read for the last time, if it takes the place of an
   * addend. Where that is the place of a state, another value may be copied there at the end,
   * before the result is handed out or copied to another state; unless it is itself the next state.
   */
  private boolean lasts(int addend, int result) {
    int place = isState(addend) ? addend : state[addend];
    return place == NEVER
        || lastRead[result] < plan.nodes().size()
        || plan.updates().stream().anyMatch(update -> isUnchanged(update, place, result));
  }

  private boolean isUnchanged(Plan.Update update, int stateValue, int result) {
    Layout dense = Layout.dense(plan.values().get(stateValue).shape());
    return update.state() == stateValue
        && update.source().value() == result
        && update.source().layout().equals(dense);
  }

  private boolean isState(int value) {
    return plan.values().get(value).role() == Plan.Role.STATE;
  }

  /**
   * Whether a state may lose its value while the plan runs: it must get a next one at the end, and
   * that must not be read from any state, since those are replaced all at once.
   */
  private boolean isReplacedAtEnd(int stateValue) {
    return plan.updates().stream()
        .anyMatch(
            update ->
                update.state() == stateValue
                    && plan.values().get(update.source().value()).role() == Plan.Role.RESULT);
  }

  private int takeFree(List<Integer> free, int result) {
    Plan.Value wanted = plan.values().get(result);
    for (int i = 0; i < free.size(); i++) {
      Plan.Value held = plan.values().get(firstValueOfBuffer.get(free.get(i)));
      if (held.type() == wanted.type() && held.shape().size() == wanted.shape().size()) {
        return free.remove(i);
      }
    }
    firstValueOfBuffer.add(result);
    return firstValueOfBuffer.size() - 1;
  }

  /** Returns the buffers whose holder has been read for the last time, or is never read. */
  private List<Integer> release(Plan.Node work, int node, int[] holder) {
    List<Integer> released = new ArrayList<>();
    List<Integer> touched = new ArrayList<>(work.results());
    work.operands().forEach(operand -> touched.add(operand.value()));
    for (int value : touched) {
      int at = buffer[value];
      if (at != NEVER && holder[at] == value && lastRead[value] <= node) {
        holder[at] = NEVER;
        released.add(at);
      }
    }
    return released;
  }
}
