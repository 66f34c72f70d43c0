/**
 * What {@code scripts/gpu-bundle} takes to a machine with a GPU: a smoke test, a soak test of
 * memory, and the steps that are timed beside PyTorch's. Each is a program with a {@code main};
 * results go to standard output as lines of {@code RESULT}, work, contestant and microseconds.
 */
package org.latent4j.benchmarks.gpu;
