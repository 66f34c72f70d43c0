/** Training steps of networks of dense layers: a classifier and a variational autoencoder. */
package org.latent4j.benchmarks.network;
