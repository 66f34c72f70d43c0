/** Losses: what training makes small. Start with {@link org.latent4j.models.loss.Losses}. */
@NullMarked
package org.latent4j.models.loss;

import org.jspecify.annotations.NullMarked;
