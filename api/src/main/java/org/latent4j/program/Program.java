package org.latent4j.program;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.View;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;
import org.latent4j.tensor.Trace;

/**
 * A step that has been recorded and is run many times, with a state that lives on the device from
 * run to run.
 *
 * <pre>{@code
 * record Batch(Tensor v0, Tensor rate, RandomKey key) {}
 * try (Program<Params, Batch, Nothing> program =
 *     Program.compile(backend, params, (p, batch) -> result(cd1(p, batch), NOTHING))) {
 *   for (int step = 0; step < steps; step++) {
 *     program.run(new Batch(minibatch, rate, key.fold(step)));
 *   }
 *   Params trained = program.state();
 * }
 * }</pre>
 *
 * <p>The step is recorded at the first run with an input of new types and shapes; recordings are
 * kept, so a last, shorter minibatch costs one more. The initial state is copied, and its types and
 * shapes are fixed. A program is used by one thread at a time.
 *
 * @param <S> the state, a record of tensors
 * @param <I> the input, a record of tensors
 * @param <O> the output, a record of tensors
 */
public final class Program<S, I, O> implements AutoCloseable {
  private final Backend backend;
  private final Step<S, I, O> step;
  private final boolean trains;
  private final S stateTemplate;
  private final List<LeafBuffer> state = new ArrayList<>();
  private final List<Recording<O>> recordings = new ArrayList<>();

  /** The leaves of the input while a run is on: a list that every run uses, to make no garbage. */
  private final List<Object> inputLeaves = new ArrayList<>();

  private final AtomicBoolean busy = new AtomicBoolean();
  private boolean closed;

  private Program(Backend backend, S initialState, Step<S, I, O> step, boolean trains) {
    this.backend = backend;
    this.step = step;
    this.trains = trains;
    this.stateTemplate = initialState;
    List<Object> leaves = TensorTree.leaves(initialState);
    boolean made = false;
    try {
      for (Signature.Leaf leaf : Signature.of(leaves).leaves()) {
        state.add(new LeafBuffer(backend, leaf));
      }
      set(leaves);
      made = true;
    } finally {
      if (!made) {
        state.forEach(LeafBuffer::close);
      }
    }
  }

  /**
   * Makes a program with a state.
   *
   * @param backend where it runs
   * @param initialState the state before the first run; copied
   * @param step what to do in a run
   * @param <S> the state
   * @param <I> the input
   * @param <O> the output
   * @return the program; the caller closes it
   * @throws IllegalArgumentException if the state holds something else than tensors and keys, or
   *     tensors of another backend
   * @throws IllegalStateException if called while a step is being recorded
   */
  public static <S, I, O> Program<S, I, O> compile(
      Backend backend, S initialState, Step<S, I, O> step) {
    requireNotRecording();
    return new Program<>(backend, initialState, step, false);
  }

  /**
   * Makes a program that trains: like {@link #compile(Backend, Object, Step)}, but its FLOAT32
   * matrix products may be computed in the precision that the backend was opened with ({@link
   * org.latent4j.backend.BackendOptions#precision}). Noise in gradients far exceeds what that
   * rounds off; likelihoods and other results are computed by {@code compile}.
   *
   * @param backend where it runs
   * @param initialState the state before the first run; copied
   * @param step what to do in a run
   * @param <S> the state
   * @param <I> the input
   * @param <O> the output
   * @return the program; the caller closes it
   * @throws IllegalArgumentException if the state holds something else than tensors and keys, or
   *     tensors of another backend
   * @throws IllegalStateException if called while a step is being recorded
   */
  public static <S, I, O> Program<S, I, O> training(
      Backend backend, S initialState, Step<S, I, O> step) {
    requireNotRecording();
    return new Program<>(backend, initialState, step, true);
  }

  /**
   * Makes a program without a state.
   *
   * @param backend where it runs
   * @param function what to compute in a run
   * @param <I> the input
   * @param <O> the output
   * @return the program; the caller closes it
   * @throws IllegalStateException if called while a step is being recorded
   */
  public static <I, O> Program<Nothing, I, O> compile(Backend backend, Function<I, O> function) {
    return compile(
        backend,
        Nothing.NOTHING,
        (nothing, input) -> new Step.Result<>(nothing, function.apply(input)));
  }

  /**
   * Runs the step once and replaces the state.
   *
   * @param input the input; its tensors are on this program's backend
   * @return the output, whose tensors are new and belong to the innermost open scope
   * @throws IllegalArgumentException if the step refuses the shapes of the input or state
   * @throws IllegalStateException if the program is closed, in use by another thread, or run inside
   *     a step that is being recorded
   */
  public O run(I input) {
    return run(input, 1);
  }

  /**
   * Runs the step several times with the same input, replacing the state each time. That is the
   * same as so many calls of {@link #run(Object)}, but a GPU gets many steps at once and does them
   * without this program: what changes from step to step, a counter or a key, is in the state.
   *
   * @param input the input of every run; its tensors are on this program's backend
   * @param times how often, at least 1
   * @return the output of the last run, whose tensors are new and belong to the innermost open
   *     scope
   * @throws IllegalArgumentException if {@code times} is less than 1, or the step refuses the
   *     shapes of the input or state
   * @throws IllegalStateException if the program is closed, in use by another thread, or run inside
   *     a step that is being recorded
   */
  public O run(I input, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("program: it can't be run " + times + " times");
    }
    enter();
    try {
      TensorTree.addLeaves(input, inputLeaves);
      requireOwnBackend("input", inputLeaves);
      return recordingFor(input, inputLeaves).run(inputLeaves, times);
    } finally {
      inputLeaves.clear();
      leave();
    }
  }

  /**
   * Copies the state.
   *
   * @return the state after the last run; its tensors are new and belong to the innermost open
   *     scope
   */
  public S state() {
    return exclusively(
        () -> {
          Iterator<LeafBuffer> buffers = state.iterator();
          return TensorTree.map(stateTemplate, unused -> buffers.next().get());
        });
  }

  /**
   * Replaces the state, for instance by one that was saved.
   *
   * @param next of the structure, types and shapes of the initial state; copied
   * @throws IllegalArgumentException if the structure, a type or a shape differs, or a tensor is on
   *     another backend; the state is as before then
   */
  public void setState(S next) {
    exclusively(
        () -> {
          Signature.requireSame(stateTemplate, next, "setState was given");
          set(TensorTree.leaves(next));
          return next;
        });
  }

  private void set(List<Object> leaves) {
    requireOwnBackend("state", leaves);
    leaves.forEach(LeafBuffer::requireReadable); // all of it is replaced, or nothing
    for (int i = 0; i < leaves.size(); i++) {
      state.get(i).set(leaves.get(i));
    }
  }

  private Recording<O> recordingFor(I input, List<Object> leaves) {
    for (int i = 0; i < recordings.size(); i++) {
      if (recordings.get(i).fits(input, leaves)) {
        return recordings.get(i);
      }
    }
    View[] states = state.stream().map(LeafBuffer::view).toArray(View[]::new);
    Recording<O> recording = Recording.record(backend, stateTemplate, states, input, step, trains);
    recordings.add(recording);
    return recording;
  }

  private void requireOwnBackend(String role, List<Object> leaves) {
    for (int i = 0; i < leaves.size(); i++) {
      if (leaves.get(i) instanceof Tensor tensor && tensor.backend() != backend) {
        throw new IllegalArgumentException(
            "program: it runs on backend "
                + backend
                + ", but a tensor of its "
                + role
                + " is on "
                + tensor.backend());
      }
    }
  }

  private static void requireNotRecording() {
    if (Trace.isRecording()) {
      throw new IllegalStateException(
          "program: a step can't run or compile another program while it is being recorded;"
              + " call that program's step function instead");
    }
  }

  /** Takes the program for the calling thread until it calls {@link #leave}. */
  private void enter() {
    requireNotRecording();
    acquire();
    if (closed) {
      leave();
      throw new IllegalStateException("program: it is closed");
    }
  }

  private void leave() {
    busy.set(false);
  }

  private void acquire() {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "program: it is in use by another thread; compile one for each thread");
    }
  }

  private interface Action<T> {
    T perform();
  }

  private <T> T exclusively(Action<T> action) {
    enter();
    try {
      return action.perform();
    } finally {
      leave();
    }
  }

  /**
   * Frees the state and everything that was recorded. Closing twice does nothing.
   *
   * @throws IllegalStateException if the program is in use by another thread, or by the step that
   *     is being recorded
   */
  @Override
  public void close() {
    acquire();
    try {
      if (!closed) {
        closed = true;
        recordings.forEach(Recording::close);
        state.forEach(LeafBuffer::close);
      }
    } finally {
      leave();
    }
  }

  /**
   * Returns the recorded plans: one line per value that is bound and per node, where expressions
   * that were fused stand in braces and Java numbers as the constants they have become, and one
   * line on memory.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Recording<O> recording : recordings) {
      text.append(text.length() == 0 ? "" : "\n").append(recording.plan());
      text.append(PlanMemory.describe(recording.plan())).append('\n');
    }
    return text.length() == 0 ? "program: not run yet" : text.toString();
  }
}
