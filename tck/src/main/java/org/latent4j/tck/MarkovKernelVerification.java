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
 * @param <S> the state of the chains, a record of tensors
 * @param <I> what a transition tells about itself
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
public abstract class MarkovKernelVerification<S, I> implements AutoCloseable {
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
  protected abstract MarkovKernel<S, I> kernel(Backend backend);

  /**
   * Returns the distribution of positions that the kernel must leave as it is.
   *
   * @return the exact distribution
   */
  protected abstract ExactDistribution target();

  /**
   * Returns where the chains are.
   *
   * @param state the state of the chains
   * @return [chains, elements of a state of the target]
   */
  protected abstract Tensor position(S state);

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

  /** Positions, one per row. */
  private Tensor rows(double[] numbers) {
    int width = target().width();
    return Tensors.of(backend(), type(), numbers, numbers.length / width, width);
  }

  /** Makes transitions one by one and returns where the chains end. */
  private double[] run(MarkovKernel<S, I> kernel, Tensor start, RandomKey key, int steps) {
    S state = kernel.init(start);
    for (int step = 0; step < steps; step++) {
      state = kernel.step(key.fold(step), state).state();
    }
    return position(state).toDoubles();
  }

  /** Chi-square test after one transition and after {@link #steps}, false alarm 10^-6 together. */
  @Test
  @DisplayName("§11.01 Chains that start as exact draws are exact draws after any transitions")
  public void noDrift() {
    ExactDistribution target = target();
    MarkovKernel<S, I> kernel = kernel(backend());
    long seed = Seeds.of("11.01", FALSE_ALARM);
    for (int steps : new int[] {1, steps()}) {
      Scope.within(
          () -> {
            Tensor start = rows(target.draws(seed + steps, chains()));
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
            return start;
          });
    }
  }

  /** A kernel that stays where it is has no drift either. */
  @Test
  @DisplayName("§11.02 Chains move")
  public void chainsMove() {
    try (Scope scope = Scope.open()) {
      double[] start = target().draws(11, 1000);
      double[] end = run(kernel(backend()), rows(start), RandomKey.of(2), steps());
      Check.that(!Arrays.equals(start, end), () -> "no chain has left its state");
    }
  }

  /** All from one state; with shared draws they would stay together. */
  @Test
  @DisplayName("§11.03 The chains of one tensor draw independently of each other")
  public void chainsPart() {
    try (Scope scope = Scope.open()) {
      Tensor start = rows(target().draws(12, 1)).broadcastTo(Shape.of(1000, target().width()));
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
      MarkovKernel<S, I> kernel = kernel(backend());
      Tensor start = rows(target().draws(13, 1000));
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
    MarkovKernel<S, I> kernel = kernel(backend());
    try (Scope scope = Scope.open()) {
      Tensor start = rows(target().draws(14, 500));
      try (Program<S, Move, Nothing> program =
          Program.compile(
              backend(),
              kernel.init(start),
              (state, move) ->
                  Step.result(kernel.step(move.key(), state).state(), Nothing.NOTHING))) {
        RandomKey key = RandomKey.of(6);
        for (int step = 0; step < steps(); step++) {
          program.run(new Move(key.fold(step)));
        }
        double[] expected = run(kernel, start, key, steps());
        double[] actual = position(program.state()).toDoubles();
        Check.equal(expected, actual, i -> "position after transitions in a program");
      }
    }
  }

  /** One chain, three chains, and positions that are a view. */
  @Test
  @DisplayName("§11.06 init starts any number of chains at the positions given")
  public void initKeepsPositions() {
    MarkovKernel<S, I> kernel = kernel(backend());
    try (Scope scope = Scope.open()) {
      for (int chains : new int[] {1, 3, 100}) {
        double[] numbers = target().draws(15, chains);
        Tensor start = rows(numbers);
        Tensor strided = rows(doubled(numbers)).slice(0, chains, 2 * chains);
        for (Tensor positions : new Tensor[] {start, strided}) {
          Tensor kept = position(kernel.init(positions));
          Check.that(
              kept.shape().equals(positions.shape()) && kept.type() == type(),
              () -> "positions " + positions.shape() + " became " + kept.type() + kept.shape());
          Check.equal(numbers, kept.toDoubles(), i -> "position after init");
          Tensor moved = position(kernel.step(RandomKey.of(8), kernel.init(positions)).state());
          Check.that(
              moved.shape().equals(positions.shape()) && moved.type() == type(),
              () -> "positions " + positions.shape() + " became " + moved.type() + moved.shape());
          target().counts(moved.toDoubles()); // each of them a state
        }
      }
    }
  }

  private static double[] doubled(double[] numbers) {
    double[] twice = Arrays.copyOf(numbers, 2 * numbers.length);
    System.arraycopy(numbers, 0, twice, numbers.length, numbers.length);
    return twice;
  }
}
