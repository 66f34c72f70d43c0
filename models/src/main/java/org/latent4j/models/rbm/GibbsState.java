package org.latent4j.models.rbm;

import org.latent4j.tensor.Tensor;

/**
 * Where Gibbs chains are.
 *
 * @param position [chains, n], the states of the layer that the kernel moves
 */
public record GibbsState(Tensor position) {}
