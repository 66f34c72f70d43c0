package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.graph.Expression;
import org.latent4j.graph.ExpressionAdjoint;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/**
 * Remembers what is computed from some variables, so that it can be differentiated. This is the
 * seam between tensors and gradients; users call {@code Gradients.of} instead.
 *
 * <p>A tensor on the tape stands for another one, its value. Every operation is done with the
 * values, by whoever they belong to: at once, into the program that is being recorded, or on the
 * tape around this one. Hence derivatives are made of ordinary operations, and those of derivatives
 * as well. What does not depend on a variable differentiably (comparisons, draws, integers) is not
 * on the tape. Used by the thread that opened it.
 */
public final class Tape implements Evaluator, AutoCloseable {
  private static final ThreadLocal<@Nullable Tape> INNERMOST = new ThreadLocal<>();

  /**
   * An operation that was done.
   *
   * @param operation what was done
   * @param operands as they were given, on this tape or not
   * @param results likewise; at least one is on this tape
   */
  record Entry(Operation operation, List<Tensor> operands, List<Tensor> results) {}

  private final Backend backend;
  private final @Nullable Tape around;
  private final int level;
  private final Thread thread = Thread.currentThread();
  private final List<Tensor> values = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<Handle> retained = new ArrayList<>();
  private Evaluator beneath;
  private boolean open = true;

  private Tape(Backend backend, @Nullable Tape around) {
    this.backend = backend;
    this.around = around;
    this.level = around == null ? 2 : around.level + 1;
    this.beneath = EagerEvaluator.of(backend);
  }

  /**
   * Starts a tape in this thread. Tapes opened later are closed earlier.
   *
   * @param backend the backend of the variables
   * @return the tape
   */
  public static Tape open(Backend backend) {
    Tape tape = new Tape(backend, INNERMOST.get());
    INNERMOST.set(tape);
    return tape;
  }

  /**
   * Makes a variable.
   *
   * @param x its value, FLOAT32 or FLOAT64
   * @return the variable, on this tape
   */
  public Tensor variable(Tensor x) {
    beneath = Evaluator.of("gradients", beneath, List.of(x), List.of());
    // Views of the variable are taken of its value, which any layout allows if the value is dense.
    Tensor value = x.layout().isDense() ? x : Elementwise.copy(x, x.type());
    return push(value, x.type(), x.shape());
  }

  private Tensor push(Tensor value, DataType type, Shape shape) {
    retain(value);
    values.add(value);
    return Tensor.traced(this, values.size() - 1, type, Layout.dense(shape));
  }

  private void record(Operation operation, List<Tensor> operands, List<Tensor> results) {
    operands.stream().filter(operand -> !holds(operand)).forEach(this::retain);
    results.stream().filter(result -> !holds(result)).forEach(this::retain);
    entries.add(new Entry(operation, operands, results));
  }

  /** The derivative may read a tensor after the scope is closed in which it was made. */
  private void retain(Tensor x) {
    Handle handle = constant(x).retain();
    if (handle != null) {
      retained.add(handle);
    }
  }

  /**
   * Returns what a tensor stands for.
   *
   * @param x any tensor
   * @return its value if it is on this tape, else the tensor itself
   */
  public Tensor value(Tensor x) {
    if (!holds(x)) {
      return x;
    }
    Tensor whole = values.get(x.node());
    return whole.view(x.layout().shifted(whole.layout().offset()));
  }

  /** Returns what a tensor stands for beneath all tapes. */
  static Tensor constant(Tensor x) {
    Tensor value = x;
    while (value.evaluator() instanceof Tape) {
      Tape tape = (Tape) value.evaluator();
      tape.requireUsable("stopGradient");
      value = tape.value(value);
    }
    return value;
  }

  boolean holds(Tensor x) {
    return x.evaluator() == this;
  }

  List<Entry> entries() {
    return entries;
  }

  int valueCount() {
    return values.size();
  }

  /** The shape of the value with a number; it is laid out densely. */
  Shape shapeOf(int number) {
    return values.get(number).shape();
  }

  /**
   * Differentiates.
   *
   * @param result rank 0, on this tape or not
   * @param variables made by {@link #variable}
   * @return the derivative of the result with respect to each variable, of its shape and type; not
   *     on this tape
   */
  public List<Tensor> gradients(Tensor result, List<Tensor> variables) {
    ReversePass pass = new ReversePass(this);
    if (holds(result)) {
      pass.start(result);
    }
    List<Tensor> gradients = new ArrayList<>();
    for (Tensor variable : variables) {
      gradients.add(pass.gradient(variable));
    }
    return gradients;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public int level() {
    return level;
  }

  @Override
  public void requireUsable(String operation) {
    if (!open) {
      throw new IllegalStateException(
          operation
              + ": a tensor of a function was used after the function had been differentiated;"
              + " return it as an auxiliary result instead of storing it outside");
    }
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          operation
              + ": a tensor of a function that is being differentiated was used in another thread;"
              + " the function runs in one thread");
    }
  }

  @Override
  public IllegalStateException unreadable() {
    requireUsable("tensor");
    return new IllegalStateException(
        "tensor: its elements can't be read while a function of it is being differentiated, because"
            + " the derivative would not pass through what is made of them; read stopGradient(x)");
  }

  @Override
  public List<Tensor> elementwise(
      Expression expression, Shape shape, List<Tensor> inputs, List<RandomKey> keys) {
    List<Tensor> computed =
        next(inputs, keys).elementwise(expression, shape, valuesOf(inputs), keys);
    boolean[] variables = new boolean[inputs.size()];
    for (int slot = 0; slot < variables.length; slot++) {
      variables[slot] = holds(inputs.get(slot)) && inputs.get(slot).type().isFloating();
    }
    boolean[] dependent = ExpressionAdjoint.dependent(expression, variables);
    List<Tensor> results = new ArrayList<>();
    boolean any = false;
    for (int output = 0; output < dependent.length; output++) {
      Tensor result = computed.get(output);
      results.add(dependent[output] ? push(result, result.type(), shape) : result);
      any |= dependent[output];
    }
    if (any) {
      record(new Operation.Elementwise(expression, shape), inputs, results);
    }
    return results;
  }

  @Override
  public Tensor apply(Operation operation, List<Tensor> operands, DataType type, Shape shape) {
    Tensor computed = next(operands, List.of()).apply(operation, valuesOf(operands), type, shape);
    if (!type.isFloating()) {
      return computed;
    }
    Tensor result = push(computed, type, shape);
    record(operation, operands, List.of(result));
    return result;
  }

  private Evaluator next(List<Tensor> operands, List<RandomKey> keys) {
    List<Tensor> lower = valuesOf(operands);
    Evaluator start = lower.isEmpty() ? beneath : lower.get(0).evaluator();
    return Evaluator.of("gradients", start, lower, keys);
  }

  private List<Tensor> valuesOf(List<Tensor> tensors) {
    return tensors.stream().map(this::value).toList();
  }

  /** Ends the tape; tensors on it can't be used any more. */
  @Override
  public void close() {
    if (open) {
      open = false;
      INNERMOST.set(around);
      retained.forEach(Handle::release);
    }
  }
}
