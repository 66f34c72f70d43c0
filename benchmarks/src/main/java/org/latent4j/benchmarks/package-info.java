/** Benchmarks of the backends and models. */
package org.latent4j.benchmarks;
