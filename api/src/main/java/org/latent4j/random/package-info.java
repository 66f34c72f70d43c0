/**
 * Random numbers without hidden state: a key and an index give a number, the same on every machine.
 *
 * <p>Start with {@link org.latent4j.random.Threefry}, the generator and the layout of its bits;
 * then {@link org.latent4j.random.Uniforms}, the uniform number in a word; then {@link
 * org.latent4j.random.DrawFormulas}, the formulas that turn a uniform number into a Bernoulli,
 * normal, exponential or Gumbel draw.
 */
@NullMarked
package org.latent4j.random;

import org.jspecify.annotations.NullMarked;
