package org.latent4j.models.rbm;

import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.sampling.MarkovKernel;
import org.latent4j.sampling.Transition;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * Lets a machine dream: Gibbs chains over its visible states that can be looked at on the way.
 *
 * <pre>{@code
 * try (DayDream dream = DayDream.random(rbm, parameters, 20, RandomKey.of(7))) {
 *   Tensor pictures = dream.run(1000).probabilities(); // after a burn-in of 1,000 steps
 *   Tensor more = dream.run(1000).probabilities();     // the same chains, further on
 * }
 * }</pre>
 *
 * <p>Step number n draws from {@code key.fold(n)}, so that two runs of 500 steps are one of 1,000.
 * Close it after use; one thread at a time.
 */
public final class DayDream implements AutoCloseable {
  private final RbmParameters parameters;
  private final RandomKey key;
  private final Program<Dream, Draw, Nothing> program;
  private int stepsDone;

  private record Draw(RbmParameters parameters, RandomKey key) {}

  private DayDream(Rbm rbm, RbmParameters p, Tensor start, RandomKey key) {
    this.parameters = p;
    this.key = key;
    this.program =
        Program.compile(
            p.weights().backend(),
            new Dream(start, start),
            (dream, draw) -> Step.result(step(rbm, dream, draw), Nothing.NOTHING));
  }

  private static Dream step(Rbm rbm, Dream dream, Draw draw) {
    MarkovKernel<Tensor, GibbsState, GibbsInfo> gibbs = rbm.gibbs(draw.parameters());
    Transition<GibbsState, GibbsInfo> moved = gibbs.step(draw.key(), gibbs.init(dream.samples()));
    Tensor mean = rbm.visible().mean(moved.info().input());
    return new Dream(mean, gibbs.position(moved.state()));
  }

  /**
   * Starts chains at random states, those that the visible units take without any input.
   *
   * @param rbm the machine
   * @param p its parameters, which must stay alive until this is closed
   * @param chains how many, at least 1
   * @param key the source of all draws
   * @return the chains, not moved yet
   * @throws IllegalArgumentException if there are less than 1 chains
   */
  public static DayDream random(Rbm rbm, RbmParameters p, int chains, RandomKey key) {
    if (chains < 1) {
      throw new IllegalArgumentException(
          "day-dream: there must be at least 1 chain, but the number is " + chains);
    }
    Backend backend = p.weights().backend();
    DataType type = p.type();
    return Scope.within(
        () -> {
          Tensor noInput = Tensor.full(backend, type, 0, chains, rbm.visible().size());
          return from(rbm, p, rbm.visible().sample(key.fold(-1), noInput), key);
        });
  }

  /**
   * Starts chains at given states, for instance at data.
   *
   * @param rbm the machine
   * @param p its parameters, which must stay alive until this is closed
   * @param start [chains, V], copied
   * @param key the source of all draws
   * @return the chains, not moved yet
   */
  public static DayDream from(Rbm rbm, RbmParameters p, Tensor start, RandomKey key) {
    return new DayDream(rbm, p, start, key);
  }

  /**
   * Moves the chains.
   *
   * @param steps how often hidden and visible units are drawn, at least 0
   * @return where the chains are then; new tensors, which belong to the innermost open scope
   * @throws IllegalArgumentException if the number of steps is negative
   */
  public Dream run(int steps) {
    if (steps < 0) {
      throw new IllegalArgumentException(
          "day-dream: the number of steps must be at least 0, but is " + steps);
    }
    for (int i = 0; i < steps; i++) {
      program.run(new Draw(parameters, key.fold(stepsDone)));
      stepsDone++;
    }
    return program.state();
  }

  /** Frees the chains. */
  @Override
  public void close() {
    program.close();
  }

  /**
   * Where chains are.
   *
   * @param probabilities [chains, V], the means that the samples were drawn from, the states
   *     themselves before the first step; smoother to look at
   * @param samples [chains, V], the states of the chains
   */
  public record Dream(Tensor probabilities, Tensor samples) {}
}
