package org.latent4j.tck;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.latent4j.backend.Backend;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.sampling.MarkovKernel;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * §11: the rules for a Markov kernel, on a model so small that its distribution can be listed. A
 * subclass names the kernel and the distribution and inherits a test for every rule.
 *
 * <p>The central rule is that there is no drift: chains that start as exact, independent draws are
 * still exact, independent draws after any number of transitions. That tells a wrong kernel from
 * one that mixes slowly, which comparing long runs with the target can't.
 *
 * <p>A listed state is a row of numbers; for a kernel whose positions are a tree of tensors the
 * subclass says which of its tensors holds which of them.
 *
 * @param <P> the positions of the chains, a tree of tensors
 * @param <S> the state of the chains, a tree of tensors
 * @param <I> what a transition tells about itself
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
public abstract class MarkovKernelVerification<P, S, I> implements AutoCloseable {
  private static final double FALSE_ALARM = 1e-6;

  private Backend backend;

  /** For subclasses. */
  protected MarkovKernelVerification() {}

  /**
   * Opens the backend to compute on.
   *
   * @return a new backend
   */
  protected abstract Backend openBackend();

  /**
   * Makes the kernel under test.
   *
   * @param backend where its tensors are
   * @return the kernel
   */
  protected abstract MarkovKernel<P, S, I> kernel(Backend backend);

  /**
   * Returns the distribution of positions that the kernel must leave as it is.
   *
   * @return the exact distribution
   */
  protected abstract ExactDistribution target();

  /**
   * Makes positions of states of the target.
   *
   * @param rows [chains, elements of a state of the target]; may be a view
   * @return the positions; {@code rows} themselves if they are one tensor
   */
  protected abstract P positions(Tensor rows);

  /**
   * Makes states of the target of positions, the inverse of {@link #positions}.
   *
   * @param positions those of the chains
   * @return [chains, elements of a state of the target]
   */
  protected abstract Tensor rows(P positions);

  /**
   * Returns how many chains are run in the test of drift; more see a smaller drift.
   *
   * @return the number of chains, 40,000 unless overridden
   */
  protected int chains() {
    return 40_000;
  }

  /**
   * Returns how many transitions are made in the test of drift; more see a smaller drift.
   *
   * @return the number of transitions, 5 unless overridden
   */
  protected int steps() {
    return 5;
  }

  /**
   * Returns the type of the positions.
   *
   * @return FLOAT32 unless overridden
   */
  protected DataType type() {
    return DataType.FLOAT32;
  }

  private Backend backend() {
    if (backend == null) {
      backend = openBackend();
    }
    return backend;
  }

  /** Closes the backend. */
  @AfterAll
  @Override
  public final void close() {
    if (backend != null) {
      backend.close();
      backend = null;
    }
  }

  /** States of the target, one per row. */
  private Tensor states(double[] numbers) {
    int width = target().width();
    return Tensors.of(backend(), type(), numbers, numbers.length / width, width);
  }

  /** Makes transitions one by one and returns where the chains end. */
  private double[] run(MarkovKernel<P, S, I> kernel, Tensor start, RandomKey key, int steps) {
    S state = kernel.init(positions(start));
    for (int step = 0; step < steps; step++) {
      state = kernel.step(key.fold(step), state).state();
    }
    return rows(kernel.position(state)).toDoubles();
  }

  /** Chi-square test after one transition and after {@link #steps}, false alarm 10^-6 together. */
  @Test
  @DisplayName("§11.01 Chains that start as exact draws are exact draws after any transitions")
  public void noDrift() {
    ExactDistribution target = target();
    MarkovKernel<P, S, I> kernel = kernel(backend());
    long seed = Seeds.of("11.01", FALSE_ALARM);
    for (int steps : new int[] {1, steps()}) {
      Scope.within(
          () -> {
            Tensor start = states(target.draws(seed + steps, chains()));
            double[] end = run(kernel, start, RandomKey.of(seed).fold(steps), steps);
            double p = target.pValue(end);
            Check.that(
                p >= FALSE_ALARM / 2,
                () ->
                    "after "
                        + steps
                        + " transitions the counts of "
                        + chains()
                        + " chains have p-value "
                        + p
                        + " under the distribution they started from, seed "
                        + seed);
          });
    }
  }

  /** A kernel that stays where it is has no drift either. */
  @Test
  @DisplayName("§11.02 Chains move")
  public void chainsMove() {
    try (Scope scope = Scope.open()) {
      double[] start = target().draws(11, 1000);
      double[] end = run(kernel(backend()), states(start), RandomKey.of(2), steps());
      Check.that(!Arrays.equals(start, end), () -> "no chain has left its state");
    }
  }

  /** All from one state; with shared draws they would stay together. */
  @Test
  @DisplayName("§11.03 The chains of one tensor draw independently of each other")
  public void chainsPart() {
    try (Scope scope = Scope.open()) {
      Tensor start = states(target().draws(12, 1)).broadcastTo(Shape.of(1000, target().width()));
      double[] end = run(kernel(backend()), start, RandomKey.of(3), steps());
      long visited = Arrays.stream(target().counts(end)).filter(count -> count > 0).count();
      Check.that(visited > 1, () -> "1,000 chains from one state are still together");
    }
  }

  /** Bit for bit; another key moves some chain elsewhere. */
  @Test
  @DisplayName("§11.04 Transitions depend on the key and the state, and on nothing else")
  public void transitionsDependOnKey() {
    try (Scope scope = Scope.open()) {
      MarkovKernel<P, S, I> kernel = kernel(backend());
      Tensor start = states(target().draws(13, 1000));
      double[] first = run(kernel, start, RandomKey.of(4), steps());
      double[] again = run(kernel, start, RandomKey.of(4), steps());
      double[] other = run(kernel, start, RandomKey.of(5), steps());
      Check.sameBits(first, again, i -> "a transition with the same key");
      Check.that(!Arrays.equals(first, other), () -> "another key gives the same transitions");
    }
  }

  /** The key of a transition. */
  record Move(RandomKey key) {}

  /** With the state of the chains as the program's state; the positions bit for bit. */
  @Test
  @DisplayName("§11.05 A kernel makes the same transitions in a program")
  public void programs() {
    MarkovKernel<P, S, I> kernel = kernel(backend());
    try (Scope scope = Scope.open()) {
      Tensor start = states(target().draws(14, 500));
      try (Program<S, Move, Nothing> program =
          Program.compile(
              backend(),
              kernel.init(positions(start)),
              (state, move) ->
                  Step.result(kernel.step(move.key(), state).state(), Nothing.NOTHING))) {
        RandomKey key = RandomKey.of(6);
        for (int step = 0; step < steps(); step++) {
          program.run(new Move(key.fold(step)));
        }
        double[] expected = run(kernel, start, key, steps());
        double[] actual = rows(kernel.position(program.state())).toDoubles();
        Check.equal(expected, actual, i -> "position after transitions in a program");
      }
    }
  }

  /** One chain, three chains, and positions that are a view. */
  @Test
  @DisplayName("§11.06 init starts any number of chains at the positions given")
  public void initKeepsPositions() {
    MarkovKernel<P, S, I> kernel = kernel(backend());
    try (Scope scope = Scope.open()) {
      for (int chains : new int[] {1, 3, 100}) {
        double[] numbers = target().draws(15, chains);
        Tensor dense = states(numbers);
        Tensor strided = states(doubled(numbers)).slice(0, chains, 2 * chains);
        for (Tensor start : new Tensor[] {dense, strided}) {
          S state = kernel.init(positions(start));
          Tensor kept = rows(kernel.position(state));
          Check.that(
              kept.shape().equals(start.shape()) && kept.type() == type(),
              () -> "positions " + start.shape() + " became " + kept.type() + kept.shape());
          Check.equal(numbers, kept.toDoubles(), i -> "position after init");
          S next = kernel.step(RandomKey.of(8), state).state();
          Tensor moved = rows(kernel.position(next));
          Check.that(
              moved.shape().equals(start.shape()) && moved.type() == type(),
              () -> "positions " + start.shape() + " became " + moved.type() + moved.shape());
          target().counts(moved.toDoubles()); // each of them a state
        }
      }
    }
  }

  /** Bit for bit: several transitions draw from children of the key, one from the key itself. */
  @Test
  @DisplayName("§11.07 Steps made at once are those made one by one")
  public void severalSteps() {
    MarkovKernel<P, S, I> kernel = kernel(backend());
    try (Scope scope = Scope.open()) {
      Tensor start = states(target().draws(16, 500));
      RandomKey key = RandomKey.of(9);
      S first = kernel.init(positions(start));
      for (int count : new int[] {1, 3}) {
        double[] expected =
            count == 1
                ? rows(kernel.position(kernel.step(key, first).state())).toDoubles()
                : run(kernel, start, key, count);
        S moved = kernel.steps(key, first, count).state();
        Check.sameBits(
            expected,
            rows(kernel.position(moved)).toDoubles(),
            i -> "position after " + count + " steps at once");
      }
    }
  }

  private static double[] doubled(double[] numbers) {
    double[] twice = Arrays.copyOf(numbers, 2 * numbers.length);
    System.arraycopy(numbers, 0, twice, numbers.length, numbers.length);
    return twice;
  }
}
