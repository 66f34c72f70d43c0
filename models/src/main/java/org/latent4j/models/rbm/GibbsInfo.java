package org.latent4j.models.rbm;

import org.latent4j.tensor.Tensor;

/**
 * What a Gibbs transition did on its way.
 *
 * @param between [chains, m], the states of the other layer that were drawn in between
 * @param input [chains, n], the total input that the new position was drawn from; the layer's
 *     {@code mean} of it gives the probabilities
 */
public record GibbsInfo(Tensor between, Tensor input) {}
