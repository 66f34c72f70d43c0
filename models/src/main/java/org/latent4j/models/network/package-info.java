/**
 * Feedforward networks as pure functions of their parameters. Start with {@link
 * org.latent4j.models.network.Mlp}, an architecture whose parameters are a list of {@link
 * org.latent4j.models.network.Dense}; {@link org.latent4j.models.network.Activation} has the
 * functions of the units and {@link org.latent4j.models.network.Initialization} the first weights.
 */
@NullMarked
package org.latent4j.models.network;

import org.jspecify.annotations.NullMarked;
