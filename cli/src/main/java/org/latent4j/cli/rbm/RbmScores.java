package org.latent4j.cli.rbm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.latent4j.cli.picture.LearningCurve;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.evaluation.Examples;
import org.latent4j.models.evaluation.RbmEvaluation;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.training.EpochMetrics;
import org.latent4j.models.training.Monitor;

/**
 * The scores that the command follows while a restricted Boltzmann machine learns, on a part of the
 * training rows and on the rows held out.
 *
 * <p>The pseudo-likelihood is exact where that takes no more than a fraction of a second an epoch,
 * and estimated from one random unit a row where it would take longer.
 */
public final class RbmScores implements Monitor {

  /** The score to stop early by: higher is better. */
  public static final String HELD_OUT_PSEUDO_LIKELIHOOD = "pseudo_likelihood_held_out";

  private static final String PSEUDO_LIKELIHOOD = "pseudo_likelihood_training";
  private static final String ERROR = "reconstruction_error_training";
  private static final String HELD_OUT_ERROR = "reconstruction_error_held_out";
  private static final String GAP = "free_energy_gap";

  /** Rows times visible times hidden units of an exact pseudo-likelihood. */
  private static final long EXACT_WORK = 20_000_000;

  private final Examples training;
  private final Optional<Examples> heldOut;
  private final boolean exact;

  /**
   * Prepares the scores.
   *
   * @param rbm the machine
   * @param training the rows to learn from
   * @param heldOut rows that are not learned from, if there are any
   * @param mostRows how many rows of each, the first ones, are scored; at least 1. More rows make
   *     the scores of an epoch dearer, and steadier where they are estimates
   */
  public RbmScores(Rbm rbm, Dataset training, Optional<Dataset> heldOut, int mostRows) {
    this.training = Examples.of(first(training, mostRows));
    this.heldOut = heldOut.map(rows -> Examples.of(first(rows, mostRows)));
    long rows = Math.max(this.training.rows(), this.heldOut.map(Examples::rows).orElse(0));
    this.exact = rows * rbm.visible().size() * rbm.hidden().size() <= EXACT_WORK;
  }

  private static Dataset first(Dataset data, int mostRows) {
    return data.rows() <= mostRows ? data : data.slice(0, mostRows);
  }

  @Override
  public List<String> metrics() {
    return heldOut.isPresent()
        ? List.of(PSEUDO_LIKELIHOOD, HELD_OUT_PSEUDO_LIKELIHOOD, ERROR, HELD_OUT_ERROR, GAP)
        : List.of(PSEUDO_LIKELIHOOD, ERROR);
  }

  @Override
  public Map<String, Double> measure(Subject subject) {
    RbmEvaluation evaluation = subject.evaluation();
    RbmParameters p = subject.parameters();
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put(PSEUDO_LIKELIHOOD, pseudoLikelihood(subject, training));
    heldOut.ifPresent(
        rows -> scores.put(HELD_OUT_PSEUDO_LIKELIHOOD, pseudoLikelihood(subject, rows)));
    scores.put(ERROR, evaluation.squaredReconstructionError(p, training));
    heldOut.ifPresent(
        rows -> {
          scores.put(HELD_OUT_ERROR, evaluation.squaredReconstructionError(p, rows));
          scores.put(GAP, evaluation.freeEnergyGap(p, training, rows));
        });
    return scores;
  }

  private double pseudoLikelihood(Subject subject, Examples rows) {
    RbmEvaluation evaluation = subject.evaluation();
    return exact
        ? evaluation.pseudoLikelihood(subject.parameters(), rows)
        : evaluation.stochasticPseudoLikelihood(subject.parameters(), rows, subject.key());
  }

  /**
   * The scores in a few words, for a line of progress.
   *
   * @param metrics what was measured after an epoch
   * @return the pseudo-likelihood, of held-out rows if there are any
   */
  public static String inWords(EpochMetrics metrics) {
    Map<String, Double> values = metrics.values();
    Double training = values.get(PSEUDO_LIKELIHOOD);
    Double heldOut = values.get(HELD_OUT_PSEUDO_LIKELIHOOD);
    return String.format(
        Locale.ROOT, "pseudo-likelihood %.2f", heldOut == null ? training : heldOut);
  }

  /**
   * The panels of a learning curve.
   *
   * @param history what was measured
   * @return pseudo-likelihood, reconstruction error, and free-energy gap if rows were held out
   */
  public List<LearningCurve.Panel> panels(List<EpochMetrics> history) {
    List<LearningCurve.Panel> panels = new ArrayList<>();
    panels.add(
        new LearningCurve.Panel(
            exact
                ? "Log pseudo-likelihood"
                : "Log pseudo-likelihood, estimated from one unit a row",
            "nats per row",
            List.of(
                line("training", PSEUDO_LIKELIHOOD, history),
                line("held out", HELD_OUT_PSEUDO_LIKELIHOOD, history))));
    panels.add(
        new LearningCurve.Panel(
            "Reconstruction error",
            "squared error per value",
            List.of(line("training", ERROR, history), line("held out", HELD_OUT_ERROR, history))));
    panels.add(
        new LearningCurve.Panel(
            "Free-energy gap: held out less training",
            "nats",
            List.of(line("free-energy gap", GAP, history))));
    return panels;
  }

  private static LearningCurve.Line line(String name, String metric, List<EpochMetrics> history) {
    return new LearningCurve.Line(
        name,
        history.stream().map(entry -> (double) entry.epoch()).toList(),
        history.stream().map(entry -> entry.values().getOrDefault(metric, Double.NaN)).toList());
  }
}
