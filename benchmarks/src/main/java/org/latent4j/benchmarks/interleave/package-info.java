/**
 * Several processes, of JMH and of Python, that measure in turns: iteration by iteration, only one
 * computes and the others wait. What slows the machine down for a while then slows all of them
 * down.
 *
 * <p>{@link org.latent4j.benchmarks.interleave.Interleaving} hands out the turns, {@link
 * org.latent4j.benchmarks.interleave.TurnTaking} is the side of the benchmarks.
 */
package org.latent4j.benchmarks.interleave;
