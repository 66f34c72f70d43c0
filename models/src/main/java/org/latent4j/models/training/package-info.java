/**
 * Training: from a model, a method and a data set to a trained model with its history.
 *
 * <p>Start with {@link org.latent4j.models.training.Training}. The methods are {@link
 * org.latent4j.models.training.Cd} and {@link org.latent4j.models.training.Pcd}, the optimiser is
 * {@link org.latent4j.models.optimizer.Sgd}; {@link org.latent4j.models.evaluation.Scores} measure
 * what comes of it.
 */
package org.latent4j.models.training;
