package org.latent4j.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.latent4j.backend.Backend;
import org.latent4j.cli.console.CommandException;
import org.latent4j.cli.data.DataRecipe;
import org.latent4j.cli.rbm.ModelFile;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Split;
import org.latent4j.models.evaluation.Examples;
import org.latent4j.models.evaluation.RbmEvaluation;
import org.latent4j.models.rbm.PartitionFunction;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code latent4j evaluate}: scores a trained model on data. */
@Command(
    name = "evaluate",
    header = "Scores a trained model on data.",
    description =
        "The scores are the exact log-likelihood where the model is small enough to enumerate, the"
            + " log pseudo-likelihood, the reconstruction error, and the free-energy gap between"
            + " held-out and training rows. Given the folder of a run, the data are those of the"
            + " training, prepared and cut in two in the same way, unless options say otherwise.",
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  latent4j evaluate runs/NAME",
      "  latent4j evaluate runs/NAME --data mnist-test",
      "  latent4j evaluate model.safetensors --data my.csv --scale 255 --exact"
    })
final class EvaluateCommand implements Callable<Integer> {

  /** Rows times visible times hidden units of an exact pseudo-likelihood: some ten seconds. */
  private static final double MOST_EXACT_WORK = 2e9;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "The folder of a run, or a model file (.safetensors).")
  private Path model;

  @Mixin(name = "Data")
  private DataOptions data;

  @Option(
      names = "--exact",
      description =
          "Compute the pseudo-likelihood from all visible units however long it takes (default:"
              + " estimate it from one random unit a row where it would take more than some"
              + " seconds).")
  private boolean exact;

  @Mixin(name = "Computing")
  private ComputeOptions compute;

  @Override
  public Integer call() {
    data.check();
    compute.check();
    ModelFile file = ModelFile.open(model);
    DataRecipe recipe = data.recipe(file.recipe(), compute.seed());
    Dataset all = recipe.load();
    requireWidth(file, all);
    Map<String, Dataset> parts = parts(recipe, all);
    try (Backend backend = compute.open()) {
      report(file, recipe, all, parts, backend);
    }
    return ExitCode.OK;
  }

  private static void requireWidth(ModelFile file, Dataset all) {
    int visible = file.model().rbm().visible().size();
    if (all.columns() != visible) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "the model %s has %d visible units, but the rows of %s have %d values; name the data"
                  + " it was trained on with --data",
              file.file(),
              visible,
              all.name(),
              all.columns()));
    }
  }

  private static Map<String, Dataset> parts(DataRecipe recipe, Dataset all) {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    if (recipe.holdsOut()) {
      Split split = recipe.split(all);
      parts.put("training", recipe.drawn(split.train()));
      parts.put("held out", recipe.drawn(split.heldOut()));
    } else {
      parts.put("all rows", recipe.drawn(all));
    }
    return parts;
  }

  private void report(
      ModelFile file, DataRecipe recipe, Dataset all, Map<String, Dataset> parts, Backend backend) {
    PrintWriter out = spec.commandLine().getOut();
    RbmModel trained = file.model();
    out.println("model  " + file.file() + ": " + trained.rbm());
    out.println("data   " + all.name() + ", " + recipe.inWords());
    out.println();
    row(out, "", parts.keySet().stream().toList());
    row(out, "rows", formatted("%,.0f", parts, Dataset::rows));
    DataType type = compute.type();
    Scope.within(
        () -> {
          RbmParameters parameters = trained.on(backend).cast(type);
          try (RbmEvaluation scores = RbmEvaluation.of(backend, trained.rbm(), type)) {
            score(out, scores, trained.rbm(), parameters, parts);
          }
          return null;
        });
    out.flush();
  }

  private void score(
      PrintWriter out, RbmEvaluation scores, Rbm rbm, RbmParameters p, Map<String, Dataset> parts) {
    if (isEnumerable(rbm)) {
      double logPartition = scores.logPartition(p);
      row(
          out,
          "log-likelihood, exact (nats)",
          formatted(
              "%.4f", parts, rows -> -scores.freeEnergy(p, Examples.of(rows)) - logPartition));
      row(out, "log Z, exact (nats)", List.of(String.format(Locale.ROOT, "%.4f", logPartition)));
    } else {
      row(out, "log-likelihood, exact", List.of("not computed: too many states to enumerate"));
    }
    boolean all = exact || work(rbm, parts) <= MOST_EXACT_WORK;
    RandomKey key = RandomKey.of(compute.seed());
    row(
        out,
        "log pseudo-likelihood, " + (all ? "exact (nats)" : "estimate (nats)"),
        formatted(
            "%.4f",
            parts,
            rows ->
                all
                    ? scores.pseudoLikelihood(p, Examples.of(rows))
                    : scores.stochasticPseudoLikelihood(p, Examples.of(rows), key)));
    row(
        out,
        "reconstruction error, squared per value",
        formatted("%.5f", parts, rows -> scores.squaredReconstructionError(p, Examples.of(rows))));
    row(
        out,
        "reconstruction cross entropy (nats)",
        formatted("%.4f", parts, rows -> scores.reconstructionCrossEntropy(p, Examples.of(rows))));
    row(
        out,
        "free energy (nats)",
        formatted("%.4f", parts, rows -> scores.freeEnergy(p, Examples.of(rows))));
    if (parts.size() > 1) {
      double gap =
          scores.freeEnergyGap(
              p, Examples.of(parts.get("training")), Examples.of(parts.get("held out")));
      row(
          out,
          "free-energy gap, held out less training",
          List.of(String.format(Locale.ROOT, "%.4f", gap)));
    }
  }

  private static boolean isEnumerable(Rbm rbm) {
    int smaller = Math.min(rbm.visible().size(), rbm.hidden().size());
    return Math.scalb(1.0, smaller) <= PartitionFunction.MAX_STATES;
  }

  private static double work(Rbm rbm, Map<String, Dataset> parts) {
    double rows = parts.values().stream().mapToDouble(Dataset::rows).sum();
    return rows * rbm.visible().size() * rbm.hidden().size();
  }

  private static List<String> formatted(
      String format, Map<String, Dataset> parts, ToDoubleFunction<Dataset> score) {
    return parts.values().stream()
        .map(rows -> String.format(Locale.ROOT, format, score.applyAsDouble(rows)))
        .toList();
  }

  private static void row(PrintWriter out, String name, List<String> values) {
    out.print(String.format(Locale.ROOT, "%-42s", name));
    values.forEach(value -> out.print(String.format(Locale.ROOT, "%14s", value)));
    out.println();
    out.flush();
  }
}
