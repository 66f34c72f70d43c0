/**
 * The command behind {@code scripts/benchmarks}: interleaved comparisons of one piece of work on
 * several backends and libraries.
 */
package org.latent4j.benchmarks.compare;
