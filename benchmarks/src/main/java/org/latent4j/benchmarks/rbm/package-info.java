/** Steps and epochs of training restricted Boltzmann machines. */
package org.latent4j.benchmarks.rbm;
