package org.latent4j.backend.cuda.driver;

/**
 * The memory of a GPU, all processes together.
 *
 * @param free bytes that nobody uses
 * @param total bytes in all
 */
public record Memory(long free, long total) {}
