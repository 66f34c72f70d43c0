package org.latent4j.program;

import java.util.function.Function;
import org.latent4j.backend.Backend;

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
 * shapes are fixed. A program is used by one thread at a time. Several steps that share a state are
 * {@link Actions}.
 *
 * @param <S> the state, a record of tensors
 * @param <I> the input, a record of tensors
 * @param <O> the output, a record of tensors
 */
public final class Program<S, I, O> implements AutoCloseable {
  /** What the only action is called: its messages speak of the program. */
  static final String NAME = "program";

  private final Actions<S> actions;
  private final Action<I, O> action;

  private Program(Actions<S> actions, Action<I, O> action) {
    this.actions = actions;
    this.action = action;
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
    Actions<S> actions = Actions.over(backend, initialState);
    return new Program<>(actions, actions.action(NAME, step));
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
    Actions<S> actions = Actions.over(backend, initialState);
    return new Program<>(actions, actions.training(NAME, step));
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
   * Records the step for inputs like this one, without running it.
   *
   * @param example an input of the types and shapes to come; its elements are not read
   * @throws IllegalArgumentException if the step refuses the shapes of the input or state
   * @throws IllegalStateException as for {@link #run(Object)}
   */
  public void prepare(I example) {
    action.prepare(example);
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
    return action.run(input);
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
    return action.run(input, times);
  }

  /**
   * Measures where the time of a run goes. The state is as before afterwards.
   *
   * @param input the input of every run; its tensors are on this program's backend
   * @param runs how many runs to take the median of, at least 1; as many are done before
   * @return the times
   * @throws IllegalArgumentException if {@code runs} is less than 1, or the step refuses the shapes
   *     of the input or state
   * @throws IllegalStateException as for {@link #run(Object)}
   */
  public Profile profile(I input, int runs) {
    return action.profile(input, runs);
  }

  /**
   * Copies the state.
   *
   * @return the state after the last run; its tensors are new and belong to the innermost open
   *     scope
   */
  public S state() {
    return actions.state();
  }

  /**
   * Replaces the state, for instance by one that was saved.
   *
   * @param next of the structure, types and shapes of the initial state; copied
   * @throws IllegalArgumentException if the structure, a type or a shape differs, or a tensor is on
   *     another backend; the state is as before then
   */
  public void setState(S next) {
    actions.setState(next);
  }

  /**
   * Frees the state and everything that was recorded. Closing twice does nothing.
   *
   * @throws IllegalStateException if the program is in use by another thread, or by the step that
   *     is being recorded
   */
  @Override
  public void close() {
    actions.close();
  }

  /**
   * Returns the recorded plans: one line per value that is bound and per node, where expressions
   * that were fused stand in braces and Java numbers as the constants they have become, and one
   * line on memory.
   */
  @Override
  public String toString() {
    return action.toString();
  }
}
