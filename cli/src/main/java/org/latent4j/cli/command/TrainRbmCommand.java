package org.latent4j.cli.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.latent4j.backend.Backend;
import org.latent4j.cli.console.CommandException;
import org.latent4j.cli.console.Terminal;
import org.latent4j.cli.data.DataRecipe;
import org.latent4j.cli.picture.LearningCurve;
import org.latent4j.cli.picture.PngFile;
import org.latent4j.cli.rbm.RbmPictures;
import org.latent4j.cli.run.OptionsFile;
import org.latent4j.cli.run.RunFolder;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Parts;
import org.latent4j.models.evaluation.Scores;
import org.latent4j.models.learning.Metric;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmLearner;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.rbm.RbmScores;
import org.latent4j.models.training.Checkpoint;
import org.latent4j.models.training.EarlyStopping;
import org.latent4j.models.training.Entry;
import org.latent4j.models.training.Loop;
import org.latent4j.models.training.Run;
import org.latent4j.models.training.Stage;
import org.latent4j.models.training.StopAtShutdown;
import org.latent4j.models.training.Training;
import org.latent4j.models.training.TrainingDivergedException;
import org.latent4j.models.unit.Units;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code latent4j train rbm}: from data to a model with its pictures, in a folder of its own. */
@Command(
    name = "rbm",
    header = "Trains a restricted Boltzmann machine with binary units.",
    description =
        "The folder of the run then holds the model, its scores after every epoch, pictures of the"
            + " learning curve, of what each hidden unit sees and of what the model dreams, and all"
            + " options.",
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  latent4j train rbm                               the bundled digits, some seconds",
      "  latent4j train rbm --hidden 64 --epochs 100 --rate-schedule linear:0.001",
      "  latent4j train rbm --data mnist --grey --hidden 500 --steps 15 --rate 0.1 --epochs 15",
      "  latent4j train rbm --data my.csv --scale unit --patience 5 --out runs/mine"
    })
@SuppressWarnings("try") // what stops at a shutdown is not asked, it watches
final class TrainRbmCommand implements Callable<Integer> {

  /** A child of the seed's key, far from the numbers that training counts with. */
  private static final int DREAM_KEY = -3;

  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(60);

  /** How long a signal waits for the step that is being taken and a checkpoint. */
  private static final Duration SHUTDOWN = Duration.ofSeconds(60);

  @Spec private CommandSpec spec;

  @Mixin(name = "Data")
  private DataOptions data;

  @Mixin(name = "Machine and learning")
  private RbmOptions rbm;

  @Mixin(name = "Computing")
  private ComputeOptions compute;

  @Mixin(name = "Output")
  private OutputOptions output;

  @Override
  public Integer call() {
    data.check();
    rbm.check();
    compute.check();
    DataRecipe recipe = data.recipe(compute.seed());
    if (rbm.patience() > 0 && !recipe.holdsOut()) {
      throw Check.wrong(
          "--patience", "needs held-out rows, but --validation is none", rbm.patience());
    }
    RunFolder folder = output.choose("rbm-" + recipe.shortName());
    Dataset all = recipe.load(compute.type());
    Parts parts = recipe.holdsOut() ? recipe.split(all) : Parts.of(all);
    Dataset training = parts.training();
    Optional<Dataset> heldOut = parts.validation();
    Rbm machine = Rbm.of(Units.bernoulli(all.columns()), Units.bernoulli(rbm.hidden()));
    Scores<RbmParameters, Tensor> scores =
        scores(machine, recipe.drawn(training), heldOut.map(recipe::drawn));
    try (Backend backend = compute.open()) {
      announce(backend, recipe, training, heldOut);
      Path path = folder.create();
      Optional<Checkpoint> from =
          folder.resumes()
              ? Optional.of(Checkpoint.load(path.resolve(RunFolder.CHECKPOINT)))
              : Optional.empty();
      if (from.isEmpty()) {
        OptionsFile.write(path.resolve(RunFolder.OPTIONS), options(backend, recipe, all));
      }
      Run<RbmParameters> run =
          train(backend, path, machine, scores, recipe.draws(), training, from);
      if (run.end() == Run.End.STOPPED) {
        return stopped(path, run);
      }
      RbmModel model = model(machine, run, training);
      model.save(path.resolve(RunFolder.MODEL));
      drawPictures(backend, path, run, model, scores, training);
      report(path, run, scores, recipe.holdsOut());
    }
    return ExitCode.OK;
  }

  private Scores<RbmParameters, Tensor> scores(
      Rbm machine, Dataset training, Optional<Dataset> heldOut) {
    Scores<RbmParameters, Tensor> scores =
        Scores.of(Reading.values(), RbmScores.of(machine))
            .mostRows(rbm.scoreRows())
            .part("training", training);
    return heldOut.map(rows -> scores.part("held_out", rows)).orElse(scores);
  }

  private static RbmModel model(Rbm machine, Run<RbmParameters> run, Dataset training) {
    RbmModel model = RbmModel.of(machine, run.parameters(), run.provenance());
    return training.imageShape().map(model::withImageShape).orElse(model);
  }

  private Run<RbmParameters> train(
      Backend backend,
      Path path,
      Rbm machine,
      Scores<RbmParameters, Tensor> scores,
      boolean draws,
      Dataset training,
      Optional<Checkpoint> from) {
    PrintWriter err = spec.commandLine().getErr();
    List<Entry> before = from.map(checkpoint -> checkpoint.history(0)).orElse(List.of());
    try (RunListener listener =
            new RunListener(path, scores, before, err, Terminal.onStandardError(), rbm.epochs());
        StopAtShutdown stop = StopAtShutdown.of(Thread.currentThread(), SHUTDOWN)) {
      RbmLearner learner =
          RbmLearner.of(machine, rbm.method())
              .optimizer(rbm.optimizer())
              .initialization(rbm.initialization())
              .visibleBiasFromData(rbm.visibleBiasFromData())
              .binarize(draws);
      Loop loop = Loop.epochs(rbm.epochs()).batch(rbm.batch());
      if (rbm.patience() > 0) {
        Metric watched = scores.watched().orElseThrow();
        loop = loop.stopEarly(new EarlyStopping(watched.name(), rbm.patience(), watched.better()));
      }
      Training<Run<RbmParameters>> settings =
          Training.of(Stage.of("rbm", learner, loop).scores(scores))
              .seed(compute.seed())
              .type(compute.type())
              .checkpoints(path.resolve(RunFolder.CHECKPOINT), BETWEEN_CHECKPOINTS)
              .listener(listener)
              .on(backend);
      return from.isPresent() ? settings.resume(from.get(), training) : settings.fit(training);
    } catch (TrainingDivergedException failure) {
      throw new CommandException(
          failure.getMessage() + "; the scores until then are in " + path, failure);
    }
  }

  private int stopped(Path path, Run<?> run) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "stopped in epoch %d; go on with the same options, --out %s and --resume%n",
        run.history().get(run.history().size() - 1).epoch() + 1,
        path);
    out.flush();
    return ExitCode.SOFTWARE;
  }

  private void drawPictures(
      Backend backend,
      Path path,
      Run<RbmParameters> run,
      RbmModel model,
      Scores<?, ?> scores,
      Dataset training) {
    String origin =
        String.format(
            Locale.ROOT,
            "%s trained by %s on %s, epoch %d",
            model.rbm(),
            rbm.method().label(),
            training.name(),
            run.epoch());
    RbmPictures pictures = new RbmPictures(model, origin, training.columnNames());
    RandomKey key = RandomKey.of(compute.seed()).fold(DREAM_KEY);
    PngFile.write(
        LearningCurve.draw("epoch", ScoreText.panels(scores, run.history())),
        path.resolve(RunFolder.LEARNING_CURVE));
    PngFile.write(pictures.filters(backend), path.resolve(RunFolder.FILTERS));
    PngFile.write(pictures.dreams(backend, key), path.resolve(RunFolder.SAMPLES));
  }

  private Map<String, Object> options(Backend backend, DataRecipe recipe, Dataset all) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("command", "train rbm");
    options.put("data", recipe);
    options.put("provenance", all.provenance().toString());
    options.put("rbm", rbm.values());
    options.put("compute", compute.values(backend));
    return options;
  }

  private void announce(
      Backend backend, DataRecipe recipe, Dataset training, Optional<Dataset> heldOut) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %,d rows of %,d values to learn from, %s held out, %s%n",
        training.name(),
        training.rows(),
        training.columns(),
        heldOut.map(rows -> String.format(Locale.ROOT, "%,d", rows.rows())).orElse("none"),
        recipe.inWords());
    out.printf(
        Locale.ROOT,
        "rbm [%d, %d], %s, %d epochs on %s with %d threads%n",
        training.columns(),
        rbm.hidden(),
        rbm.method().label(),
        rbm.epochs(),
        backend.info().name(),
        backend.info().threads());
    out.flush();
  }

  private void report(Path path, Run<?> run, Scores<?, ?> scores, boolean heldOut) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s after %.1f s; the model is that of epoch %d, %s nats a row%s%n",
        run.end() == Run.End.STOPPED_EARLY ? "stopped early" : "done",
        run.history().get(run.history().size() - 1).seconds(),
        run.epoch(),
        ScoreText.inWords(scores, run.history().get(run.epoch())),
        heldOut ? " held out" : "");
    out.println("the run is in " + path);
    for (String file :
        List.of(RunFolder.LEARNING_CURVE, RunFolder.FILTERS, RunFolder.SAMPLES, RunFolder.MODEL)) {
      out.println("  " + path.resolve(file));
    }
    out.flush();
  }
}
