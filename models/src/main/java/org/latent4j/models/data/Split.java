package org.latent4j.models.data;

/**
 * A data set in two disjoint parts.
 *
 * @param train the part to learn from
 * @param heldOut the part to judge by
 */
public record Split(Dataset train, Dataset heldOut) {}
