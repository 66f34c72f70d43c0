package org.latent4j.models.rbm;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.models.evaluation.Cost;
import org.latent4j.models.evaluation.Score;
import org.latent4j.models.evaluation.ScoreList;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.learning.Metric.Better;
import org.latent4j.models.unit.BinaryUnits;
import org.latent4j.tensor.Tensor;

/**
 * The scores of a restricted Boltzmann machine: one list for what is told after each epoch, of a
 * trained model, and in curves. Examples are rows of values of the visible units.
 *
 * <pre>{@code
 * Scores<RbmParameters, Tensor> scores =
 *     Scores.of(Reading.values(), RbmScores.of(rbm))
 *         .part("training", training)
 *         .part("held_out", heldOut);
 * }</pre>
 */
public final class RbmScores {
  private static final String PER_ROW = "nats per row";

  /** Rows times visible times hidden units of a pseudo-likelihood from all units: below 0.1 s. */
  private static final double CHEAP_WORK = 4e7;

  /** The same of some ten seconds. */
  private static final double DEAR_WORK = 2e9;

  private static final String PSEUDO_LIKELIHOOD = "pseudo_likelihood";

  private static final Metric EXACT =
      new Metric(PSEUDO_LIKELIHOOD, "Log pseudo-likelihood", PER_ROW, Better.HIGHER);
  private static final Metric ESTIMATE =
      new Metric(
          PSEUDO_LIKELIHOOD,
          "Log pseudo-likelihood, estimated from one unit a row",
          PER_ROW,
          Better.HIGHER);
  private static final Metric LOG_LIKELIHOOD =
      new Metric("log_likelihood", "Log-likelihood, exact", PER_ROW, Better.HIGHER);
  private static final Metric LOG_PARTITION =
      new Metric("log_partition", "Log Z, exact", "nats", Better.NEITHER);
  private static final Metric ERROR =
      new Metric(
          "reconstruction_error", "Reconstruction error", "squared error per value", Better.LOWER);
  private static final Metric CROSS_ENTROPY =
      new Metric(
          "reconstruction_cross_entropy", "Reconstruction cross entropy", PER_ROW, Better.LOWER);
  private static final Metric FREE_ENERGY =
      new Metric("free_energy", "Free energy", PER_ROW, Better.NEITHER);
  private static final Metric GAP =
      new Metric("free_energy_gap", "Free-energy gap", "nats", Better.NEITHER);

  private RbmScores() {}

  /**
   * Lists the scores of a machine: the exact log-likelihood where one of its sides can be
   * enumerated, the log pseudo-likelihood where its visible units are binary, the reconstruction
   * error and cross entropy, the free energy, and its gap. The log-likelihood, the cross entropy
   * and the free energy are not among the cheap ones.
   *
   * <p>The pseudo-likelihood is exact where that is little work for what the scores may cost, and
   * else estimated from one random unit a row; its title says which, its name is the same.
   *
   * @param rbm the machine
   * @return its scores
   */
  public static ScoreList<RbmParameters, Tensor> of(Rbm rbm) {
    return (rows, most) -> {
      List<Score<RbmParameters, Tensor>> scores = new ArrayList<>();
      if (most != Cost.CHEAP && PartitionFunction.isEnumerable(rbm)) {
        scores.add(logLikelihood(rbm));
      }
      if (rbm.visible() instanceof BinaryUnits) {
        scores.add(
            isExact(rbm, rows, most) ? pseudoLikelihood(rbm) : stochasticPseudoLikelihood(rbm));
      }
      scores.add(reconstructionError(rbm));
      if (most != Cost.CHEAP) {
        scores.add(reconstructionCrossEntropy(rbm));
        scores.add(freeEnergy(rbm));
      }
      scores.add(freeEnergyGap(rbm));
      return scores;
    };
  }

  /** The only place that decides between the sum over all units and its estimate. */
  private static boolean isExact(Rbm rbm, long rows, Cost most) {
    double work = (double) rows * rbm.visible().size() * rbm.hidden().size();
    return switch (most) {
      case CHEAP -> work <= CHEAP_WORK;
      case DEAR -> work <= DEAR_WORK;
      case UNBOUNDED -> true;
    };
  }

  /**
   * Scores by the exact log-likelihood, {@code -F(v) - log Z}, and tells log Z beside it.
   *
   * @param rbm the machine
   * @return {@code log_likelihood}, in nats, and {@code log_partition}
   * @throws IllegalArgumentException when it is opened, if the machine is too large for {@link
   *     PartitionFunction}
   */
  public static Score<RbmParameters, Tensor> logLikelihood(Rbm rbm) {
    return new Score<>(
        LOG_LIKELIHOOD,
        Score.Over.EACH_PART,
        List.of(LOG_PARTITION),
        backend -> new ExactLogLikelihood(backend, rbm));
  }

  /**
   * Scores by the log pseudo-likelihood from all units, {@link PseudoLikelihood#exact}.
   *
   * @param rbm the machine, whose visible units must be binary; values between their states are
   *     rounded
   * @return {@code pseudo_likelihood}, in nats
   */
  public static Score<RbmParameters, Tensor> pseudoLikelihood(Rbm rbm) {
    return Score.by(EXACT, backend -> new ExactPseudoLikelihood(backend, rbm));
  }

  /**
   * Estimates {@link #pseudoLikelihood} from one drawn unit an example, V times faster, by {@link
   * PseudoLikelihood#ofRandomUnits}.
   *
   * @param rbm the machine, whose visible units must be binary; values between their states are
   *     rounded
   * @return {@code pseudo_likelihood}, in nats, without bias
   */
  public static Score<RbmParameters, Tensor> stochasticPseudoLikelihood(Rbm rbm) {
    return Score.of(ESTIMATE, (p, v, key) -> PseudoLikelihood.ofRandomUnits(key, rbm, p, v));
  }

  /**
   * Scores by the squared reconstruction error, {@link Reconstruction#squaredError}. It is easy to
   * watch and not what is optimised (Hinton 2010, section 5.1).
   *
   * @param rbm the machine
   * @return {@code reconstruction_error}, the mean over the visible units
   */
  public static Score<RbmParameters, Tensor> reconstructionError(Rbm rbm) {
    return Score.of(ERROR, (p, v, key) -> Reconstruction.squaredError(rbm, p, v));
  }

  /**
   * Scores by the cross entropy of reconstructions, {@link Reconstruction#crossEntropy}.
   *
   * @param rbm the machine
   * @return {@code reconstruction_cross_entropy}, in nats, summed over the visible units
   */
  public static Score<RbmParameters, Tensor> reconstructionCrossEntropy(Rbm rbm) {
    return Score.of(CROSS_ENTROPY, (p, v, key) -> Reconstruction.crossEntropy(rbm, p, v));
  }

  /**
   * Tells the free energy, {@link Rbm#freeEnergy}.
   *
   * @param rbm the machine
   * @return {@code free_energy}, in nats
   */
  public static Score<RbmParameters, Tensor> freeEnergy(Rbm rbm) {
    return Score.of(FREE_ENERGY, (p, v, key) -> rbm.freeEnergy(p, v));
  }

  /**
   * Tells how much higher the free energy of held-out rows is than that of training rows. It stays
   * near 0 while a model generalises and grows when it overfits (Hinton 2010, section 6); as a
   * difference, it does not need log Z.
   *
   * @param rbm the machine
   * @return {@code free_energy_gap}, in nats
   */
  public static Score<RbmParameters, Tensor> freeEnergyGap(Rbm rbm) {
    return Score.<RbmParameters, Tensor>of(GAP, (p, v, key) -> rbm.freeEnergy(p, v))
        .secondLessFirst(GAP);
  }
}
