package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.backend.View;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.random.Threefry;

/**
 * Records what is done with tensors as a {@link Plan}. This is the seam between tensors and
 * programs; users call {@code Program.compile} instead.
 *
 * <p>Operations on tensors of the trace are recorded; tensors that exist already are bound by
 * reference as constants of the plan and kept alive until {@link #close()}. Operations among
 * existing tensors alone run at once. One trace at a time can be open in a thread.
 */
public final class Trace implements Evaluator, AutoCloseable {
  private static final ThreadLocal<@Nullable Trace> RECORDING = new ThreadLocal<>();

  private final Backend backend;
  private final List<Plan.Value> values = new ArrayList<>();
  private final List<Plan.Node> nodes = new ArrayList<>();
  private final IdentityHashMap<Handle, Integer> constantNumbers = new IdentityHashMap<>();
  private final List<Handle> constants = new ArrayList<>();
  private final KeyLedger ledger = new KeyLedger();
  private final Map<Child, Tensor> children = new HashMap<>();
  private final Map<Long, Tensor> constantKeys = new HashMap<>();
  private boolean recording = true;

  private Trace(Backend backend) {
    this.backend = backend;
  }

  /**
   * Starts recording in this thread.
   *
   * @param backend the backend of the plan
   * @return the trace; end it with {@link #finish} or {@link #abandon}
   * @throws IllegalStateException if this thread is recording already
   */
  public static Trace open(Backend backend) {
    if (isRecording()) {
      throw new IllegalStateException(
          "program: a step can't run or compile another program while it is being recorded;"
              + " call that program's step function instead");
    }
    Trace trace = new Trace(backend);
    RECORDING.set(trace);
    return trace;
  }

  /**
   * Says whether this thread is recording.
   *
   * @return true between {@link #open} and the end of the trace
   */
  public static boolean isRecording() {
    return RECORDING.get() != null;
  }

  static IllegalStateException constantKey() {
    return new IllegalStateException(
        "draw: this key is a constant of the program, so that every run would draw the same numbers;"
            + " pass the key as an input or keep it in the state, or fold a step counter into it");
  }

  /**
   * Adds a tensor that is bound from outside.
   *
   * @param role INPUT or STATE
   * @param type its type
   * @param shape its shape
   * @return the tensor, to be given to the step
   */
  public Tensor tensor(Plan.Role role, DataType type, Shape shape) {
    return fresh(type, shape, role);
  }

  /**
   * Adds a key that is bound from outside, as INT32 [2].
   *
   * @param role INPUT or STATE
   * @return the key, to be given to the step
   */
  public RandomKey key(Plan.Role role) {
    return RandomKey.traced(fresh(DataType.INT32, RandomKey.WORDS, role));
  }

  /**
   * Returns a key as a tensor, for handing it out or keeping it in the state.
   *
   * @param key a key of this trace, or a constant one
   * @return INT32 [2], the high word and the low word
   */
  public Tensor words(RandomKey key) {
    Tensor words = key.words();
    return words != null ? words : constantKeys.computeIfAbsent(key.bits(), this::constantKey);
  }

  private Tensor constantKey(long bits) {
    int[] words = {Threefry.highWord(bits), Threefry.lowWord(bits)};
    return Tensor.of(backend, words, words.length);
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public List<Tensor> elementwise(
      Expression expression, Shape shape, List<Tensor> inputs, List<RandomKey> keys) {
    List<Plan.Operand> operands = operands(inputs);
    for (RandomKey key : keys) {
      if (key.words() == null) {
        throw constantKey();
      }
      operands.add(operand(key.words()));
    }
    ledger.recordDraws(expression, shape, operands.subList(inputs.size(), operands.size()));
    List<Tensor> results = new ArrayList<>();
    for (Expression.Output output : expression.outputs()) {
      results.add(fresh(output.type(), shape, Plan.Role.RESULT));
    }
    nodes.add(
        new Plan.Node(
            new Operation.Elementwise(expression, shape),
            operands,
            results.stream().map(Tensor::node).toList()));
    return results;
  }

  @Override
  public Tensor apply(Operation operation, List<Tensor> operands, DataType type, Shape shape) {
    Tensor result = fresh(type, shape, Plan.Role.RESULT);
    nodes.add(new Plan.Node(operation, operands(operands), List.of(result.node())));
    return result;
  }

  private record Child(int parent, int n, int counter, @Nullable Layout counterLayout) {}

  /**
   * Derives a child; the same child asked for again is the same value, so that reuse is noticed.
   */
  RandomKey fold(Tensor parent, int n) {
    requireUsable("fold");
    Plan.Operand key = operand(parent);
    Tensor child =
        children.computeIfAbsent(
            new Child(key.value(), n, -1, null),
            unused -> foldNode(new Operation.FoldKey(n, false), List.of(parent)));
    return RandomKey.traced(child);
  }

  /** Derives the child whose number is in a tensor. */
  RandomKey fold(Tensor parent, Tensor counter) {
    requireUsable("fold");
    Plan.Operand key = operand(parent);
    Plan.Operand number = operand(counter);
    Tensor child =
        children.computeIfAbsent(
            new Child(key.value(), 0, number.value(), number.layout()),
            unused -> foldNode(new Operation.FoldKey(0, true), List.of(parent, counter)));
    return RandomKey.traced(child);
  }

  private Tensor foldNode(Operation.FoldKey fold, List<Tensor> operands) {
    return apply(fold, operands, DataType.INT32, RandomKey.WORDS);
  }

  private Tensor fresh(DataType type, Shape shape, Plan.Role role) {
    values.add(new Plan.Value(type, shape, role));
    return Tensor.traced(this, values.size() - 1, type, Layout.dense(shape));
  }

  private List<Plan.Operand> operands(List<Tensor> tensors) {
    List<Plan.Operand> operands = new ArrayList<>();
    tensors.forEach(tensor -> operands.add(operand(tensor)));
    return operands;
  }

  private Plan.Operand operand(Tensor tensor) {
    if (tensor.evaluator() == this) {
      return new Plan.Operand(tensor.node(), tensor.layout());
    }
    tensor.evaluator().requireUsable("program");
    if (tensor.backend() != backend) {
      throw new IllegalArgumentException(
          "program: it is recorded for backend "
              + backend
              + ", but a tensor that the step uses or returns is on "
              + tensor.backend());
    }
    Handle handle = tensor.handle();
    int number = constantNumbers.computeIfAbsent(handle, unused -> bind(handle, tensor.type()));
    return new Plan.Operand(number, tensor.layout());
  }

  private int bind(Handle handle, DataType type) {
    handle.retain();
    constants.add(handle);
    return fresh(type, handle.shape(), Plan.Role.CONSTANT).node();
  }

  @Override
  public int level() {
    return 1;
  }

  @Override
  public IllegalStateException unreadable() {
    requireUsable("tensor");
    return new IllegalStateException(
        "tensor: its elements can't be read while a program is being recorded; return it from the"
            + " step to see it, and use where(...) in place of a Java branch on it");
  }

  @Override
  public void requireUsable(String operation) {
    if (recording && RECORDING.get() != this) {
      throw new IllegalStateException(
          operation
              + ": a tensor of a step was used in a thread other than the one that records it;"
              + " a step runs in one thread");
    }
    if (!recording) {
      throw new IllegalStateException(
          operation
              + ": a tensor of a recorded step was used after the recording ended;"
              + " return it from the step instead of storing it outside");
    }
  }

  /**
   * Ends the recording.
   *
   * @param states the tensors made with role STATE, in order
   * @param replacements for each state what replaces it, of the same type and shape
   * @param outputs what is handed out
   * @return the plan
   */
  public Plan finish(List<Tensor> states, List<Tensor> replacements, List<Tensor> outputs) {
    List<Plan.Update> updates = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      updates.add(new Plan.Update(states.get(i).node(), operand(replacements.get(i))));
    }
    List<Plan.Operand> handedOut = new ArrayList<>();
    outputs.forEach(output -> handedOut.add(lasting(output)));
    Plan plan = new Plan(values, nodes, updates, handedOut);
    end();
    return plan;
  }

  /** An output that is a state buffer would show the next state, so it is copied in the run. */
  private Plan.Operand lasting(Tensor output) {
    Plan.Operand operand = operand(output);
    if (values.get(operand.value()).role() != Plan.Role.STATE) {
      return operand;
    }
    Expression copy = Expressions.copy(output.type(), output.type());
    return operand(elementwise(copy, output.shape(), List.of(output), List.of()).get(0));
  }

  /** Ends the recording without a plan, after a failure. */
  public void abandon() {
    end();
    close();
  }

  private void end() {
    recording = false;
    RECORDING.remove();
  }

  /**
   * Returns the constants that the plan reads.
   *
   * @return one dense view per value of role CONSTANT, in their order
   */
  public View[] constants() {
    return constants.stream().map(Trace::whole).toArray(View[]::new);
  }

  private static View whole(Handle handle) {
    return new View(handle.storage(), Layout.dense(handle.shape()));
  }

  /** Lets go of the constants. */
  @Override
  public void close() {
    constants.forEach(Handle::release);
    constants.clear();
  }
}
