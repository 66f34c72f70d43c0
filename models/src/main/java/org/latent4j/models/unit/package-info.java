/**
 * Layers of units: what a unit of a Boltzmann machine is, as a distribution. Start with {@link
 * org.latent4j.models.unit.Units}; {@link org.latent4j.models.unit.Units#bernoulli} makes the usual
 * ones.
 */
@NullMarked
package org.latent4j.models.unit;

import org.jspecify.annotations.NullMarked;
