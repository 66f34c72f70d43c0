package org.latent4j.models.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.evaluation.Examples;

/**
 * The measurements that are usual for restricted Boltzmann machines. Data sets are given where a
 * monitor is made; those that are not given are the training data. Each monitor measures at most
 * the first {@value #MOST_ROWS} rows of a data set.
 */
public final class Monitors {
  /** How many rows of a data set are measured at most. */
  public static final int MOST_ROWS = 10_000;

  private Monitors() {}

  /**
   * Measures the exact pseudo-likelihood of held-out data: metric {@code pseudo_likelihood}, nats
   * per example.
   *
   * @param heldOut the data
   * @return the monitor
   */
  public static Monitor pseudoLikelihood(Dataset heldOut) {
    Examples examples = examples(heldOut);
    return single(
        "pseudo_likelihood",
        subject -> subject.evaluation().pseudoLikelihood(subject.parameters(), examples));
  }

  /**
   * Estimates the pseudo-likelihood of the training data from one random unit of each example:
   * metric {@code stochastic_pseudo_likelihood}, nats per example.
   *
   * @return the monitor
   */
  public static Monitor stochasticPseudoLikelihood() {
    return single(
        "stochastic_pseudo_likelihood",
        subject ->
            subject
                .evaluation()
                .stochasticPseudoLikelihood(
                    subject.parameters(), examples(subject.training()), subject.key()));
  }

  /**
   * Measures how well the training data are reconstructed: metrics {@code reconstruction_error}
   * (mean square per unit) and {@code reconstruction_cross_entropy} (nats per example). Both are
   * easy to watch and not what is optimised (Hinton 2010, section 5.1).
   *
   * @return the monitor
   */
  public static Monitor reconstruction() {
    return new Measured(
        List.of("reconstruction_error", "reconstruction_cross_entropy"),
        List.of(
            subject ->
                subject
                    .evaluation()
                    .squaredReconstructionError(subject.parameters(), examples(subject.training())),
            subject ->
                subject
                    .evaluation()
                    .reconstructionCrossEntropy(
                        subject.parameters(), examples(subject.training()))));
  }

  /**
   * Measures how much higher the free energy of held-out data is than that of training data: metric
   * {@code free_energy_gap}, nats per example. It grows when the model overfits (Hinton 2010,
   * section 6).
   *
   * @param heldOut the data
   * @return the monitor
   */
  public static Monitor freeEnergyGap(Dataset heldOut) {
    Examples examples = examples(heldOut);
    return single(
        "free_energy_gap",
        subject ->
            subject
                .evaluation()
                .freeEnergyGap(subject.parameters(), examples(subject.training()), examples));
  }

  /**
   * Measures the exact log-likelihood of held-out data: metric {@code log_likelihood}, nats per
   * example. Only for machines small enough to enumerate.
   *
   * @param heldOut the data
   * @return the monitor
   */
  public static Monitor logLikelihood(Dataset heldOut) {
    Examples examples = examples(heldOut);
    return single(
        "log_likelihood",
        subject -> subject.evaluation().logLikelihood(subject.parameters(), examples));
  }

  private static Examples examples(Dataset data) {
    return Examples.of(data.rows() > MOST_ROWS ? data.slice(0, MOST_ROWS) : data);
  }

  private static Monitor single(String metric, ToDoubleFunction<Monitor.Subject> measure) {
    return new Measured(List.of(metric), List.of(measure));
  }

  /** Metrics with the functions that measure them. */
  private record Measured(List<String> metrics, List<ToDoubleFunction<Monitor.Subject>> functions)
      implements Monitor {
    @Override
    public Map<String, Double> measure(Subject subject) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (int i = 0; i < metrics.size(); i++) {
        values.put(metrics.get(i), functions.get(i).applyAsDouble(subject));
      }
      return values;
    }
  }
}
