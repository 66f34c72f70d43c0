package org.latent4j.program;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.backend.PlanMemory;
import org.latent4j.tensor.TensorTree;

/**
 * One of the steps that share a state, made by {@link Actions#action} or {@link Actions#training}.
 * It is recorded at the first run, or by {@link #prepare}, for each combination of the input's
 * types and shapes; recordings are kept until the actions are closed.
 *
 * @param <I> the input, a record of tensors
 * @param <O> the output, a record of tensors
 */
public final class Action<I, O> {
  private final String name;
  private final Backend backend;
  private final Exclusive exclusive;
  private final Function<I, Recording<O>> record;
  private final List<Recording<O>> recordings = new ArrayList<>();

  /** The leaves of the input while a run is on: a list that every run uses, to make no garbage. */
  private final List<Object> inputLeaves = new ArrayList<>();

  Action(String name, Backend backend, Exclusive exclusive, Function<I, Recording<O>> record) {
    this.name = name;
    this.backend = backend;
    this.exclusive = exclusive;
    this.record = record;
  }

  /**
   * Returns what the action is called in messages and listings.
   *
   * @return the name that it was made with
   */
  public String name() {
    return name;
  }

  /**
   * Records the step for inputs like this one, without running it, so that a step that refuses its
   * shapes does so now and the first run is as fast as the next. Does nothing if that has been
   * done.
   *
   * @param example an input of the types and shapes to come; its elements are not read
   * @throws IllegalArgumentException if the step refuses the shapes of the input or state
   * @throws IllegalStateException as for {@link #run(Object)}
   */
  public void prepare(I example) {
    withRecording(example, recording -> recording);
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
    return withRecording(input, recording -> recording.run(inputLeaves, times));
  }

  /**
   * Measures where the time of a run goes. The state is as before afterwards.
   *
   * @param input the input of every run; its tensors are on this program's backend
   * @param runs how many runs to take the median of, at least 1; as many are done before, so that
   *     the virtual machine has compiled what it will
   * @return the times
   * @throws IllegalArgumentException if {@code runs} is less than 1, or the step refuses the shapes
   *     of the input or state
   * @throws IllegalStateException as for {@link #run(Object)}
   */
  public Profile profile(I input, int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException(
          "program: its times can't be taken from " + runs + " runs; ask for at least 1");
    }
    return withRecording(input, recording -> recording.profile(inputLeaves, runs));
  }

  private <T> T withRecording(I input, Function<Recording<O>, T> use) {
    exclusive.enter();
    try {
      TensorTree.addLeaves(input, inputLeaves);
      StateBuffers.requireOwnBackend(backend, "input", inputLeaves);
      return use.apply(recordingFor(input));
    } finally {
      inputLeaves.clear();
      exclusive.leave();
    }
  }

  private Recording<O> recordingFor(I input) {
    for (int i = 0; i < recordings.size(); i++) {
      if (recordings.get(i).fits(input, inputLeaves)) {
        return recordings.get(i);
      }
    }
    Recording<O> recording = record.apply(input);
    recordings.add(recording);
    return recording;
  }

  void close() {
    recordings.forEach(Recording::close);
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
    return text.length() == 0 ? name + ": not run yet" : text.toString();
  }
}
