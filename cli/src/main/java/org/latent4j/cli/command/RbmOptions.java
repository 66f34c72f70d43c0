package org.latent4j.cli.command;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.models.rbm.Cd;
import org.latent4j.models.rbm.Method;
import org.latent4j.models.rbm.Pcd;
import org.latent4j.models.schedule.Interval;
import org.latent4j.models.schedule.Schedule;
import picocli.CommandLine.Option;

/** The size of a restricted Boltzmann machine and how it learns. */
final class RbmOptions {

  /** How the negative phase is estimated. */
  enum Algorithm {
    CD,
    PCD
  }

  /** Where the biases of the visible units start. */
  enum VisibleBias {
    DATA,
    ZERO
  }

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "100",
      description = "Hidden units (default: ${DEFAULT-VALUE}).")
  private int hidden;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      defaultValue = "pcd",
      description =
          "cd: contrastive divergence, Gibbs chains start at the data; pcd: persistent, chains go"
              + " on from update to update (default: ${DEFAULT-VALUE}).")
  private Algorithm algorithm;

  @Option(
      names = "--steps",
      paramLabel = "K",
      defaultValue = "1",
      description = "Gibbs steps for an update (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--chains",
      paramLabel = "N",
      description = "Gibbs chains of pcd (default: as many as --batch).")
  private Integer chains;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "20",
      description = "Rows for an update (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "60",
      description = "Passes over the data (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "0.2",
      description =
          "Learning rate of the first epoch, for the mean gradient of a batch"
              + " (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--rate-schedule",
      paramLabel = "S",
      defaultValue = "linear",
      description =
          "How the rate changes: constant; linear to fall evenly to a twentieth, linear:LAST to fall"
              + " to LAST; exponential:FACTOR to be multiplied by FACTOR after each epoch; inverse:N"
              + " to halve after N epochs, to be a third after 2 N, and so on"
              + " (default: ${DEFAULT-VALUE}).")
  private String schedule;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      defaultValue = "0",
      description = "Share of the last update that is added to the next (default: none).")
  private double momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      defaultValue = "0",
      description = "Strength of the pull of weights towards 0 (default: none).")
  private double weightDecay;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop when the held-out rows have not been told better for N epochs, and keep the best"
              + " model (default: train all epochs).")
  private Integer patience;

  @Option(
      names = "--initial-weights",
      paramLabel = "W",
      defaultValue = "normal:0.01",
      description =
          "normal:S for a normal distribution of standard deviation S; uniform:B for uniform in"
              + " -B..B; glorot-sigmoid for uniform within 4 sqrt(6 / (visible + hidden)), glorot"
              + " for a quarter of that; he, lecun or gain:G for a normal distribution of variance"
              + " 2, 1 or G^2 / visible"
              + " (default: ${DEFAULT-VALUE}).")
  private String initialWeights;

  @Option(
      names = "--initial-visible-bias",
      paramLabel = "B",
      defaultValue = "data",
      description =
          "data: visible biases start at the log odds of the means of the data; zero: at 0"
              + " (default: ${DEFAULT-VALUE}).")
  private VisibleBias initialVisibleBias;

  @Option(
      names = "--score-rows",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many rows, the first ones, of training and of held-out data are scored after every"
              + " epoch (default: ${DEFAULT-VALUE}).")
  private int scoreRows;

  void check() {
    Check.atLeast("--hidden", hidden, 1);
    Check.atLeast("--steps", steps, 1);
    Check.atLeast("--batch", batch, 1);
    Check.atLeast("--epochs", epochs, 1);
    Check.atLeast("--score-rows", scoreRows, 1);
    Check.positive("--rate", rate);
    Check.within("--momentum", momentum, 0, 1);
    Check.notNegative("--weight-decay", weightDecay);
    if (chains != null) {
      Check.atLeast("--chains", chains, 1);
      if (algorithm == Algorithm.CD) {
        throw Check.wrong("--chains", "goes with --algorithm pcd only", chains);
      }
    }
    if (patience != null) {
      Check.atLeast("--patience", patience, 1);
    }
    learningRate();
    initialization();
  }

  int hidden() {
    return hidden;
  }

  int batch() {
    return batch;
  }

  int epochs() {
    return epochs;
  }

  int scoreRows() {
    return scoreRows;
  }

  boolean visibleBiasFromData() {
    return initialVisibleBias == VisibleBias.DATA;
  }

  /** After how many epochs without improvement to stop, or 0 for never. */
  int patience() {
    return patience == null ? 0 : patience;
  }

  Method method() {
    if (algorithm == Algorithm.CD) {
      return Cd.steps(steps);
    }
    Pcd pcd = Pcd.steps(steps);
    return chains == null ? pcd : pcd.chains(chains);
  }

  Sgd optimizer() {
    return Sgd.rate(learningRate()).momentum(momentum).weightDecay(weightDecay);
  }

  private Schedule learningRate() {
    if (schedule.equals("constant")) {
      return Schedule.constant(rate);
    }
    if (schedule.equals("linear")) {
      return Schedule.linear(rate, rate / 20);
    }
    return parsed(
        "--rate-schedule",
        schedule,
        "must be constant, linear, linear:LAST, exponential:FACTOR or inverse:N, with a number above 0",
        Map.of(
            "linear",
                last -> Schedule.linear(rate, Interval.POSITIVE.require("the last rate", last)),
            "exponential", factor -> Schedule.exponential(rate, factor),
            "inverse", scale -> Schedule.inverse(rate, scale)));
  }

  Initialization initialization() {
    try {
      return Initialization.parse(initialWeights);
    } catch (IllegalArgumentException notAllowed) {
      throw new OptionException("--initial-weights: " + notAllowed.getMessage());
    }
  }

  /** A word and a number, as in {@code linear:0.01}. */
  private <T> T parsed(
      String option, String text, String rule, Map<String, DoubleFunction<T>> words) {
    String[] parts = text.split(":", 2);
    DoubleFunction<T> make = words.get(parts[0]);
    if (make == null || parts.length < 2) {
      throw Check.wrong(option, rule, text);
    }
    try {
      return make.apply(Double.parseDouble(parts[1]));
    } catch (IllegalArgumentException notAllowed) {
      // Not a number, or one that the schedule or initialization refuses.
      throw Check.wrong(option, rule, text);
    }
  }

  /** All values by the names of their options, for the record of the run. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("hidden", hidden);
    values.put("method", method().label());
    values.put("chains", algorithm == Algorithm.CD ? null : chains == null ? batch : chains);
    values.put("batch", batch);
    values.put("epochs", epochs);
    values.put("rate", rate);
    values.put("rateSchedule", schedule);
    values.put("momentum", momentum);
    values.put("weightDecay", weightDecay);
    values.put("patience", patience);
    values.put("initialWeights", initialWeights);
    values.put("initialVisibleBias", initialVisibleBias.name().toLowerCase(Locale.ROOT));
    values.put("scoreRows", scoreRows);
    return values;
  }
}
