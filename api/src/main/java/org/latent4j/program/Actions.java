package org.latent4j.program;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.latent4j.backend.Backend;

/**
 * Several steps over one state that lives on the device from run to run: a training step, a look at
 * its running sums, the turn of the other player. Each is recorded for itself; what one leaves in
 * the state the next finds there.
 *
 * <pre>{@code
 * record Sums(Params params, Tensor loss) {}
 * try (Actions<Sums> actions = Actions.over(backend, start)) {
 *   Action<Batch, Nothing> train = actions.training("train", Model::step);
 *   Action<Nothing, Tensor> loss = actions.action("loss",
 *       (s, nothing) -> result(new Sums(s.params(), zerosLike(s.loss())), s.loss()));
 *   train.run(batch, 1000);
 *   double sum = loss.run(NOTHING).item();
 *   Params trained = actions.read(Sums::params);
 * }
 * }</pre>
 *
 * <p>The initial state is copied, and its structure, types and shapes are fixed. Actions that share
 * a state are used by one thread at a time. {@link Program} is the case of one step.
 *
 * @param <S> the state, a record of tensors
 */
public final class Actions<S> implements AutoCloseable {
  private final Backend backend;
  private final StateBuffers<S> state;
  private final Exclusive exclusive = new Exclusive();
  private final List<Action<?, ?>> actions = new ArrayList<>();

  private Actions(Backend backend, S initialState) {
    this.backend = backend;
    this.state = new StateBuffers<>(backend, initialState);
  }

  /**
   * Puts a state on a device.
   *
   * @param backend where the actions will run
   * @param initialState the state before the first run; copied
   * @param <S> the state
   * @return the state, without actions yet; the caller closes it
   * @throws IllegalArgumentException if the state holds something else than tensors and keys, or
   *     tensors of another backend
   * @throws IllegalStateException if called while a step is being recorded
   */
  public static <S> Actions<S> over(Backend backend, S initialState) {
    Exclusive.requireNotRecording();
    return new Actions<>(backend, initialState);
  }

  /**
   * Adds a step.
   *
   * @param name what it is called in messages and listings, not used by another action
   * @param step what to do in a run
   * @param <I> the input
   * @param <O> the output
   * @return the action, not recorded yet; it is closed with these actions
   * @throws IllegalArgumentException if there is an action of that name
   * @throws IllegalStateException if the actions are closed, in use by another thread, or called
   *     while a step is being recorded
   */
  public <I, O> Action<I, O> action(String name, Step<S, I, O> step) {
    return add(name, step, false);
  }

  /**
   * Adds a step that trains: like {@link #action}, but its FLOAT32 matrix products may be computed
   * in the precision that the backend was opened with ({@link
   * org.latent4j.backend.BackendOptions#precision}). Noise in gradients far exceeds what that
   * rounds off; likelihoods and other results are computed by {@code action}.
   *
   * @param name what it is called in messages and listings, not used by another action
   * @param step what to do in a run
   * @param <I> the input
   * @param <O> the output
   * @return the action, not recorded yet; it is closed with these actions
   * @throws IllegalArgumentException if there is an action of that name
   * @throws IllegalStateException if the actions are closed, in use by another thread, or called
   *     while a step is being recorded
   */
  public <I, O> Action<I, O> training(String name, Step<S, I, O> step) {
    return add(name, step, true);
  }

  private <I, O> Action<I, O> add(String name, Step<S, I, O> step, boolean trains) {
    return exclusive.use(
        () -> {
          if (actions.stream().anyMatch(action -> action.name().equals(name))) {
            throw new IllegalArgumentException(
                "program: there is an action '" + name + "' already; choose another name");
          }
          Action<I, O> action =
              new Action<>(
                  name,
                  backend,
                  exclusive,
                  input -> Recording.record(name, backend, state, input, step, trains));
          actions.add(action);
          return action;
        });
  }

  /**
   * Copies the state.
   *
   * @return the state after the last run; its tensors are new and belong to the innermost open
   *     scope
   * @throws IllegalStateException as for {@link Action#run(Object)}
   */
  public S state() {
    return read(whole -> whole);
  }

  /**
   * Copies a part of the state, and nothing else.
   *
   * @param part picks components, {@code Carried::parameters} for instance; it is given a state
   *     without elements and must not compute with it
   * @param <T> the part, a record of tensors
   * @return the part after the last run; its tensors are new and belong to the innermost open scope
   * @throws IllegalArgumentException if the part holds a tensor or key that is no component of the
   *     state
   * @throws IllegalStateException if {@code part} computes with the state, or as for {@link
   *     Action#run(Object)}
   */
  public <T> T read(Function<? super S, T> part) {
    return exclusive.use(() -> state.read(part));
  }

  /**
   * Replaces the state, for instance by one that was saved.
   *
   * @param next of the structure, types and shapes of the initial state; copied
   * @throws IllegalArgumentException if the structure, a type or a shape differs, or a tensor is on
   *     another backend; the state is as before then
   * @throws IllegalStateException as for {@link Action#run(Object)}
   */
  public void setState(S next) {
    replace(whole -> whole, next, "setState was given");
  }

  /**
   * Replaces a part of the state; the rest stays, without being copied.
   *
   * @param part picks components, as for {@link #read}
   * @param next what replaces them, of the same structure, types and shapes; copied
   * @param <T> the part, a record of tensors
   * @throws IllegalArgumentException if the part holds a tensor or key that is no component of the
   *     state, or {@code next} has another structure, type or shape or is on another backend; the
   *     state is as before then
   * @throws IllegalStateException as for {@link #read}
   */
  public <T> void replace(Function<? super S, T> part, T next) {
    replace(part, next, "replace was given");
  }

  private <T> void replace(Function<? super S, T> part, T next, String giver) {
    exclusive.use(
        () -> {
          state.replace(part, next, giver);
          return next;
        });
  }

  /**
   * Frees the state and everything that was recorded. Closing twice does nothing.
   *
   * @throws IllegalStateException if an action is in use by another thread, or by the step that is
   *     being recorded
   */
  @Override
  public void close() {
    exclusive.close(
        () -> {
          actions.forEach(Action::close);
          state.close();
        });
  }

  /** Returns the recorded plans of every action, under its name. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner("\n");
    for (Action<?, ?> action : actions) {
      text.add(action.name() + ":\n" + action.toString().indent(2).stripTrailing());
    }
    return text.toString();
  }
}
