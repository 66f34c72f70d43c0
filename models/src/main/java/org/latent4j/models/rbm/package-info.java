/**
 * Restricted Boltzmann machines. Start with {@link org.latent4j.models.rbm.Rbm}: energies,
 * conditional distributions and Gibbs sampling as pure functions of {@link
 * org.latent4j.models.rbm.RbmParameters}. {@link org.latent4j.models.rbm.ContrastiveDivergence}
 * estimates the gradient, as {@link org.latent4j.models.rbm.Phases} that any {@link
 * org.latent4j.models.optimizer.Optimizer} follows; {@link org.latent4j.models.rbm.DayDream}
 * samples from a trained machine.
 *
 * <p>How good a machine is, {@link org.latent4j.models.rbm.PseudoLikelihood}, {@link
 * org.latent4j.models.rbm.Reconstruction} and {@link org.latent4j.models.rbm.PartitionFunction}
 * tell; {@link org.latent4j.models.rbm.RbmScores} list them to be averaged over data.
 */
@NullMarked
package org.latent4j.models.rbm;

import org.jspecify.annotations.NullMarked;
