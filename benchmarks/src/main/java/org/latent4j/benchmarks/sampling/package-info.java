/** Samplers of continuous densities, many chains at once. */
package org.latent4j.benchmarks.sampling;
