package org.latent4j.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.latent4j.backend.Backend;
import org.latent4j.cli.picture.PngFile;
import org.latent4j.cli.rbm.ModelFile;
import org.latent4j.cli.rbm.RbmPictures;
import org.latent4j.cli.run.RunFolder;
import org.latent4j.models.io.AtomicFiles;
import org.latent4j.models.rbm.DayDream;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code latent4j sample}: lets a trained model dream. */
@Command(
    name = "sample",
    header = "Lets a trained model dream: draws samples from it.",
    description =
        "Runs Gibbs chains from random states, and writes a picture of the probabilities of the"
            + " visible units and a CSV file of their states, one row a chain.",
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  latent4j sample runs/NAME",
      "  latent4j sample runs/NAME --count 16 --steps 10000 --seed 2 --out dreams"
    })
final class SampleCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "The folder of a run, or a model file (.safetensors).")
  private Path model;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many samples, each from a chain of its own (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--steps",
      paramLabel = "K",
      defaultValue = "1000",
      description = "Gibbs steps before a sample is taken (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Mixin(name = "Computing")
  private ComputeOptions compute;

  @Mixin(name = "Output")
  private OutputOptions output;

  @Override
  public Integer call() {
    Check.atLeast("--count", count, 1);
    Check.atLeast("--steps", steps, 0);
    compute.check();
    RunFolder folder = output.choose("samples");
    ModelFile file = ModelFile.open(model);
    try (Backend backend = compute.open()) {
      Dreams dreams = dream(backend, file.model());
      Path path = folder.create();
      RbmPictures pictures =
          new RbmPictures(file.model(), file.model().rbm().toString(), List.of());
      PngFile.write(
          pictures.samples(dreams.probabilities(), steps), path.resolve(RunFolder.SAMPLES));
      AtomicFiles.writeString(path.resolve(RunFolder.SAMPLE_VALUES), csv(dreams.states()));
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "%,d samples of %s after %,d Gibbs steps%n",
          count,
          file.model().rbm(),
          steps);
      out.println("  " + path.resolve(RunFolder.SAMPLES));
      out.println("  " + path.resolve(RunFolder.SAMPLE_VALUES));
      out.flush();
    }
    return ExitCode.OK;
  }

  @SuppressWarnings("ArrayRecordComponent") // made and read once, here
  private record Dreams(float[][] probabilities, float[][] states) {}

  private Dreams dream(Backend backend, RbmModel trained) {
    return Scope.within(
        () -> {
          RbmParameters parameters = trained.on(backend).cast(compute.type());
          RandomKey key = RandomKey.of(compute.seed());
          try (DayDream dream = DayDream.random(trained.rbm(), parameters, count, key)) {
            DayDream.Dream end = dream.run(steps);
            return new Dreams(
                RbmPictures.rows(end.probabilities()), RbmPictures.rows(end.samples()));
          }
        });
  }

  /** States are whole numbers and written as such. */
  private static String csv(float[][] states) {
    StringBuilder text = new StringBuilder();
    for (float[] row : states) {
      for (int i = 0; i < row.length; i++) {
        text.append(i == 0 ? "" : ",").append(Math.round(row[i]));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
