/**
 * What a Markov chain Monte Carlo method is: a pure function from a key and a state to the next
 * state. Start with {@link org.latent4j.sampling.MarkovKernel}.
 */
@NullMarked
package org.latent4j.sampling;

import org.jspecify.annotations.NullMarked;
