/**
 * Optimisers: pure functions that move any tree of parameters against a gradient, to be used in a
 * program. Start with {@link org.latent4j.models.optimizer.Optimizer}; {@link
 * org.latent4j.models.optimizer.Adam} with rate 0.001 is a good first choice for networks, {@link
 * org.latent4j.models.optimizer.Sgd} is what Boltzmann machines are trained with. {@link
 * org.latent4j.models.schedule.Schedule} says how the rate changes from epoch to epoch.
 */
@NullMarked
package org.latent4j.models.optimizer;

import org.jspecify.annotations.NullMarked;
