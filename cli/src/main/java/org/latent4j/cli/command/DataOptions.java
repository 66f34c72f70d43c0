package org.latent4j.cli.command;

import java.util.Locale;
import java.util.Optional;
import org.latent4j.cli.data.DataRecipe;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which data to use and how to prepare them. */
final class DataOptions {

  private static final double USUAL_THRESHOLD = 0.5;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "digits (1,797 of 8x8 pixels, which come along), mnist, mnist-test, or the path of an IDX"
              + " or CSV file, gzipped or not (default: digits).")
  private String source;

  @Option(
      names = "--label-column",
      paramLabel = "COLUMN",
      description =
          "The column of a CSV file that holds labels and not data: its name, or its number from"
              + " 0, or from -1 for the last (default: one that is called label).")
  private String labelColumn;

  @Option(
      names = "--scale",
      paramLabel = "D",
      description =
          "Divide values by D, for instance 255; or 'unit' to map the smallest to 0 and the largest"
              + " to 1. Afterwards all must lie in 0..1 (default: leave them).")
  private String scale;

  @Option(
      names = "--image",
      paramLabel = "HxW",
      description =
          "A row is a picture of H lines of W pixels; or 'none' (default: what the file says, a"
              + " square for a CSV file without a header where that fits).")
  private String image;

  @ArgGroup private Binarization binarization;

  @Option(
      names = "--validation",
      paramLabel = "PART",
      description =
          "Hold out rows to judge the model by: a number takes the last rows, a fraction takes"
              + " random ones, 'none' takes none (default: the customary 297 of digits and 10000 of"
              + " mnist, else 0.1).")
  private String validation;

  /** How values between 0 and 1 become states of binary units; at most one is given. */
  static final class Binarization {

    @Option(
        names = "--threshold",
        paramLabel = "T",
        description = "Values above T become 1, others 0 (the default, with T = 0.5).")
    private Double threshold;

    @Option(
        names = "--binarize",
        description = "Values are probabilities; draw 0 or 1 from them anew in every epoch.")
    private boolean draw;

    @Option(
        names = "--grey",
        description = "Values are probabilities, and the model is given them as they are.")
    private boolean grey;

    private String inRecipe() {
      return draw ? DataRecipe.DRAW : grey ? DataRecipe.GREY : threshold.toString();
    }
  }

  void check() {
    if (image != null
        && !image.equals(DataRecipe.NONE)
        && !image.matches("[1-9]\\d{0,5}x[1-9]\\d{0,5}")) {
      throw Check.wrong(spec, "--image", "must be HEIGHTxWIDTH, such as 28x28, or none", image);
    }
    if (scale != null && !scale.equals(DataRecipe.UNIT)) {
      Check.positive(spec, "--scale", number("--scale", scale));
    }
    if (binarization != null && binarization.threshold != null) {
      Check.within(spec, "--threshold", binarization.threshold, 0, 1);
    }
    if (validation != null && !validation.equals(DataRecipe.NONE)) {
      Check.positive(spec, "--validation", number("--validation", validation));
    }
    if (labelColumn != null && isBuiltIn()) {
      throw Check.wrong(
          spec, "--label-column", "goes with a CSV file; --data is " + named(), labelColumn);
    }
  }

  private double number(String option, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      throw Check.wrong(spec, option, "must be a number or one of the words of its help", text);
    }
  }

  private String named() {
    return source == null ? "digits" : source;
  }

  private boolean isBuiltIn() {
    return named().equals("digits") || named().startsWith("mnist");
  }

  /** The recipe of the options, with the customary defaults of the data set. */
  DataRecipe recipe(long seed) {
    return new DataRecipe(
        named(),
        labelColumn == null ? DataRecipe.AUTO : labelColumn,
        scale == null ? DataRecipe.NONE : scale,
        image == null ? DataRecipe.AUTO : image,
        binarization == null ? String.valueOf(USUAL_THRESHOLD) : binarization.inRecipe(),
        validation == null ? usualValidation() : validation.toLowerCase(Locale.ROOT),
        seed);
  }

  /**
   * The recipe for a model that is trained already: what its run did, unless an option says
   * otherwise. Other data are not cut in two, since the model has learned from none of them.
   */
  DataRecipe recipe(Optional<DataRecipe> ofTheRun, long seed) {
    if (ofTheRun.isEmpty()) {
      return recipe(seed);
    }
    DataRecipe run = ofTheRun.get();
    boolean sameData = source == null || source.equals(run.source());
    DataRecipe given = recipe(run.seed());
    return new DataRecipe(
        sameData ? run.source() : source,
        labelColumn == null && sameData ? run.labelColumn() : given.labelColumn(),
        scale == null && sameData ? run.scale() : given.scale(),
        image == null && sameData ? run.image() : given.image(),
        binarization == null ? run.binarization() : given.binarization(),
        validation != null ? given.validation() : sameData ? run.validation() : DataRecipe.NONE,
        run.seed());
  }

  private String usualValidation() {
    return switch (named()) {
      case "digits" -> "297";
      case "mnist" -> "10000";
      default -> "0.1";
    };
  }
}
