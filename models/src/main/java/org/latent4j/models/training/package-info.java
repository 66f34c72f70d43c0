/**
 * Training of every model: epochs, minibatches, schedules, early stopping, divergence, checkpoints
 * that resume bit for bit, stages, shards. It knows no model; a model is a {@link
 * org.latent4j.models.learning.Learner}.
 *
 * <p>Start with {@link org.latent4j.models.training.Training}.
 */
@NullMarked
package org.latent4j.models.training;

import org.jspecify.annotations.NullMarked;
