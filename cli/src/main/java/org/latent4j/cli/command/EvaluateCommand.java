package org.latent4j.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.latent4j.backend.Backend;
import org.latent4j.cli.console.CommandException;
import org.latent4j.cli.data.DataRecipe;
import org.latent4j.cli.rbm.ModelFile;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Parts;
import org.latent4j.models.evaluation.Cost;
import org.latent4j.models.evaluation.Estimate;
import org.latent4j.models.evaluation.OpenScores;
import org.latent4j.models.evaluation.Panel;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.rbm.PartitionFunction;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.RbmScores;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
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

  /** The narrowest column of names. */
  private static final int NAME_WIDTH = 42;

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
    Dataset all = recipe.load(compute.type());
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
      Parts split = recipe.split(all);
      parts.put("training", recipe.drawn(split.training()));
      parts.put("held_out", recipe.drawn(split.validation().orElseThrow()));
    } else {
      parts.put("all_rows", recipe.drawn(all));
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
    Scores<RbmParameters, Tensor> scores = scores(trained.rbm(), parts);
    int width = scores.panels().stream().mapToInt(panel -> name(panel).length()).max().orElse(0);
    Table table = new Table(out, Math.max(NAME_WIDTH, width));
    table.row("", parts.keySet().stream().map(part -> part.replace('_', ' ')));
    table.row("rows", parts.values().stream().map(part -> number("%,.0f", part.rows())));
    if (!PartitionFunction.isEnumerable(trained.rbm())) {
      table.row("log-likelihood, exact", Stream.of("not computed: too many states to enumerate"));
    }
    Map<String, Estimate> estimates = estimates(trained, scores, backend);
    for (Panel panel : scores.panels()) {
      List<Estimate> ofLines =
          panel.lines().stream().map(line -> estimates.get(line.metric().name())).toList();
      table.row(name(panel), ofLines.stream().map(x -> number("%.5f", x.mean())));
      // What is no mean over rows, as log Z is, has no error.
      if (ofLines.stream().anyMatch(x -> x.count() > 0)) {
        table.row("  standard error", ofLines.stream().map(x -> number("%.5f", x.standardError())));
      }
    }
  }

  private Scores<RbmParameters, Tensor> scores(Rbm rbm, Map<String, Dataset> parts) {
    Scores<RbmParameters, Tensor> scores =
        Scores.of(Reading.values(), RbmScores.of(rbm))
            .upTo(exact ? Cost.UNBOUNDED : Cost.DEAR)
            .mostRows(Integer.MAX_VALUE);
    for (Map.Entry<String, Dataset> part : parts.entrySet()) {
      scores = scores.part(part.getKey(), part.getValue());
    }
    return scores;
  }

  private Map<String, Estimate> estimates(
      RbmModel trained, Scores<RbmParameters, Tensor> scores, Backend backend) {
    DataType type = compute.type();
    return Scope.within(
        () -> {
          try (OpenScores<RbmParameters, Tensor> open = scores.on(backend, type)) {
            return open.measure(trained.on(backend).cast(type), RandomKey.of(compute.seed()));
          }
        });
  }

  private static String name(Panel panel) {
    String title = panel.title();
    String name = title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    return panel.unit().isEmpty() ? name : name + " (" + panel.unit() + ")";
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** Lines of a name and a value for each part. */
  private record Table(PrintWriter out, int nameWidth) {
    void row(String name, Stream<String> values) {
      out.print(String.format(Locale.ROOT, "%-" + nameWidth + "s", name));
      values.forEach(value -> out.print(String.format(Locale.ROOT, "%14s", value)));
      out.println();
      out.flush();
    }
  }
}
