/** Single operations: elementwise expressions, reductions, random draws and products. */
package org.latent4j.benchmarks.operation;
