package org.latent4j.tck;

import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.concat;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.square;
import static org.latent4j.tensor.Functions.where;

import org.latent4j.sampling.MarkovKernel;
import org.latent4j.sampling.Transition;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * Many Hamiltonian chains (Neal 2011, <i>MCMC using Hamiltonian dynamics</i>) on a banana: a
 * correlated normal distribution bent along a parabola, whose potential energy is
 *
 * <pre>U(x, y) = x^2 / (2 S) + (y + BEND (x^2 - S))^2 / 2,   S = VARIANCE.</pre>
 *
 * The chains are the rows of one tensor; the gradient is written by hand.
 *
 * @param stepSize the size of a leapfrog step, rank 0
 */
record HamiltonianChains(Tensor stepSize)
    implements MarkovKernel<Tensor, HamiltonianChains.State, HamiltonianChains.Info> {
  /** The variance of x. */
  static final double VARIANCE = 4;

  /** How far the parabola bends. */
  static final double BEND = 0.25;

  /** Leapfrog steps in a transition. */
  static final int STEPS = 8;

  /** The positions of the chains, [N, 2]. */
  record State(Tensor position) {}

  /** The rise of the total energy along the path, and 1 where its end was accepted, [N]. */
  record Info(Tensor energyChange, Tensor accepted) {}

  /** Positions and momenta, [N, 2] each. */
  record Phase(Tensor position, Tensor momentum) {}

  @Override
  public State init(Tensor position) {
    return new State(position);
  }

  @Override
  public Tensor position(State state) {
    return state.position();
  }

  @Override
  public Transition<State, Info> step(RandomKey key, State state) {
    Tensor momentum = normalLike(key.fold(0), state.position());
    Phase start = new Phase(state.position(), momentum);
    Phase end = leapfrog(start, stepSize);
    Tensor change = energy(end).sub(energy(start));
    Tensor accepted = lt(uniformLike(key.fold(1), change), exp(change.mul(-1)));
    Tensor position = where(accepted.expand(1), end.position(), start.position());
    return new Transition<>(new State(position), new Info(change, accepted));
  }

  /** Follows the dynamics for some steps: half a step of the momentum at both ends. */
  static Phase leapfrog(Phase start, Tensor stepSize) {
    Tensor half = stepSize.mul(0.5);
    Tensor q = start.position();
    Tensor p = start.momentum().sub(half.mul(gradient(q)));
    for (int step = 0; step < STEPS; step++) {
      q = q.add(stepSize.mul(p));
      Tensor size = step == STEPS - 1 ? half : stepSize;
      p = p.sub(size.mul(gradient(q)));
    }
    return new Phase(q, p);
  }

  /** Potential and kinetic energy, [N]. */
  static Tensor energy(Phase phase) {
    Tensor x = phase.position().slice(1, 0, 1);
    Tensor bent = bent(x, phase.position().slice(1, 1, 2));
    Tensor potential = square(x).div(2 * VARIANCE).add(square(bent).div(2)).sum(1);
    return potential.add(square(phase.momentum()).sum(1).div(2));
  }

  private static Tensor gradient(Tensor position) {
    Tensor x = position.slice(1, 0, 1);
    Tensor bent = bent(x, position.slice(1, 1, 2));
    return concat(1, x.div(VARIANCE).add(x.mul(2 * BEND).mul(bent)), bent);
  }

  private static Tensor bent(Tensor x, Tensor y) {
    return y.add(square(x).sub(VARIANCE).mul(BEND));
  }
}
