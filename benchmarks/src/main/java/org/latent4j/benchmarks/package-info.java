/**
 * Benchmarks of the backends and models, and of the libraries they are compared with.
 *
 * <p>{@link org.latent4j.benchmarks.compare.Compare} is the command behind {@code
 * scripts/benchmarks}; every other class with JMH's annotations is also run by JMH's own command,
 * {@code java -jar benchmarks/target/benchmarks.jar}.
 */
package org.latent4j.benchmarks;
