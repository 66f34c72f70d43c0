package org.latent4j.backend.java.loops;

/**
 * A rectangle of a product's result.
 *
 * @param rowFrom the first row
 * @param rowTo the row after the last
 * @param columnFrom the first column
 * @param columnTo the column after the last
 */
public record ProductBlock(int rowFrom, int rowTo, int columnFrom, int columnTo) {}
