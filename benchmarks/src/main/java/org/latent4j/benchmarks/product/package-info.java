/**
 * Matrix products: alone in several shapes, and the five of a CD-1 step by direct calls of a BLAS
 * library, which is the time that a step cannot do without.
 */
package org.latent4j.benchmarks.product;
