package org.latent4j.benchmarks.interleave;

/**
 * How often and how long every contestant computes.
 *
 * @param warmups iterations that are not counted
 * @param warmupMillis the length of one of them
 * @param measured iterations that are counted
 * @param millis the length of one of them
 */
public record Rounds(int warmups, int warmupMillis, int measured, int millis) {}
