/**
 * Scores of models on data. A {@link org.latent4j.models.evaluation.Score} is made from a number
 * for each example; {@link org.latent4j.models.evaluation.Scores} are a list of them over training,
 * held-out and other rows, for what is told after an epoch, of a trained model and in curves. Which
 * scores there are, each model says; this package knows none.
 *
 * <p>Start with {@link org.latent4j.models.evaluation.Scores}.
 */
@NullMarked
package org.latent4j.models.evaluation;

import org.jspecify.annotations.NullMarked;
