package org.latent4j.sampling;

import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * A transition of a Markov chain, as a pure function. Many chains are the rows of one tensor. A
 * kernel holds no state of its own, draws only from the key that it is given, and can be called
 * eagerly or inside a program.
 *
 * <p>A kernel is right if it leaves its target distribution where it is: chains started from exact
 * draws are still exact draws after any number of steps. The conformance kit tests that.
 *
 * @param <S> the state of the chains, a record of tensors
 * @param <I> what a transition tells about itself (acceptance, energies …), a record of tensors
 */
public interface MarkovKernel<S, I> {
  /**
   * Starts chains.
   *
   * @param position [chains, …], one position per row
   * @return the state of the chains there
   */
  S init(Tensor position);

  /**
   * Moves every chain by one transition.
   *
   * @param key the source of all random numbers of this transition
   * @param state the state of the chains
   * @return the next state and what is to be told about the transition
   */
  Transition<S, I> step(RandomKey key, S state);
}
