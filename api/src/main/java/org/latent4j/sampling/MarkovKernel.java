package org.latent4j.sampling;

import org.latent4j.tensor.RandomKey;

/**
 * A transition of a Markov chain, as a pure function. Many chains are the rows of tensors. A kernel
 * holds no state of its own, draws only from the key that it is given, and can be called eagerly or
 * inside a program.
 *
 * <p>A kernel is right if it leaves its target distribution where it is: chains started from exact
 * draws are still exact draws after any number of steps. The conformance kit tests that.
 *
 * @param <P> the positions of the chains, a tree of tensors [chains, …]
 * @param <S> the state of the chains, a tree of tensors: the positions and what is kept with them
 *     so that it need not be computed again
 * @param <I> what a transition tells about itself (acceptance, energies …), a tree of tensors
 */
public interface MarkovKernel<P, S, I> {
  /**
   * Starts chains.
   *
   * @param position where, one chain per row of every tensor
   * @return the state of the chains there
   */
  S init(P position);

  /**
   * Returns where the chains are.
   *
   * @param state the state of the chains
   * @return their positions
   */
  P position(S state);

  /**
   * Moves every chain by one transition.
   *
   * @param key the source of all random numbers of this transition
   * @param state the state of the chains
   * @return the next state and what is to be told about the transition
   */
  Transition<S, I> step(RandomKey key, S state);

  /**
   * Moves every chain by several transitions. A single one draws from the key itself, so that it is
   * {@link #step}; of several, number i draws from {@code key.fold(i)}.
   *
   * @param key the source of all random numbers of these transitions
   * @param state the state of the chains
   * @param count how many transitions, at least 1; in a program each is recorded
   * @return the last state and what is to be told about the last transition
   * @throws IllegalArgumentException if the count is less than 1
   */
  default Transition<S, I> steps(RandomKey key, S state, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "markov kernel: the number of steps must be at least 1, but is " + count);
    }
    if (count == 1) {
      return step(key, state);
    }
    Transition<S, I> last = step(key.fold(0), state);
    for (int i = 1; i < count; i++) {
      last = step(key.fold(i), last.state());
    }
    return last;
  }
}
