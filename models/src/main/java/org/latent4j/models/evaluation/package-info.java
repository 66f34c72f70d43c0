/**
 * Scores of models on data. Start with {@link org.latent4j.models.evaluation.RbmEvaluation}, which
 * has all those of a restricted Boltzmann machine; {@link
 * org.latent4j.models.evaluation.ExampleMean} averages any function of an example over a data set.
 */
@NullMarked
package org.latent4j.models.evaluation;

import org.jspecify.annotations.NullMarked;
