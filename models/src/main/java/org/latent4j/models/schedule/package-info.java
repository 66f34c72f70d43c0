/**
 * How a hyperparameter changes while a model learns. Start with {@link
 * org.latent4j.models.schedule.Schedule}; {@link org.latent4j.models.schedule.Interval} says which
 * values a hyperparameter may have.
 */
@NullMarked
package org.latent4j.models.schedule;

import org.jspecify.annotations.NullMarked;
