/**
 * The same work by PyTorch on the JVM, written the way its best user would: results go to tensors
 * that were made beforehand, nothing is recorded for gradients that are written by hand, and what
 * PyTorch allocates is freed at once. Compiled under the Maven profile {@code benchmarks} only.
 */
package org.latent4j.benchmarks.pytorch;
