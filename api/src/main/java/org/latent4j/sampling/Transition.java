package org.latent4j.sampling;

/**
 * What a {@link MarkovKernel} returns.
 *
 * @param state the next state of the chains
 * @param info what is told about the transition
 * @param <S> the state
 * @param <I> the information
 */
public record Transition<S, I>(S state, I info) {}
