package org.latent4j.cli.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.latent4j.cli.data.DataRecipe;
import picocli.CommandLine.Option;

/** Which data to use and how to prepare them. */
final class DataOptions {

  private static final Set<String> BUILT_IN = Set.of("digits", "mnist", "mnist-test");
  private static final double USUAL_THRESHOLD = 0.5;

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

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Values above T become 1, others 0 (the default, with T = 0.5).")
  private Double threshold;

  @Option(
      names = "--binarize",
      description = "Instead: values are probabilities; draw 0 or 1 from them anew each time.")
  private boolean draw;

  @Option(
      names = "--grey",
      description = "Instead: values are probabilities, and the model is given them as they are.")
  private boolean grey;

  @Option(
      names = "--validation",
      paramLabel = "PART",
      description =
          "Hold out rows to judge the model by: a number takes the last rows, a fraction takes"
              + " random ones, 'none' takes none (default: the customary 297 of digits and 10000 of"
              + " mnist, else 0.1).")
  private String validation;

  void check() {
    if (image != null
        && !image.equals(DataRecipe.NONE)
        && !image.matches("[1-9]\\d{0,5}x[1-9]\\d{0,5}")) {
      throw Check.wrong("--image", "must be HEIGHTxWIDTH, such as 28x28, or none", image);
    }
    if (scale != null && !scale.equals(DataRecipe.UNIT)) {
      Check.positive("--scale", number("--scale", scale));
    }
    if (threshold != null) {
      Check.within("--threshold", threshold, 0, 1);
      if (draw || grey) {
        throw Check.wrong("--threshold", "excludes --binarize and --grey", threshold);
      }
    }
    if (draw && grey) {
      throw new OptionException("--binarize and --grey exclude each other");
    }
    if (validation != null && !validation.equals(DataRecipe.NONE)) {
      Check.positive("--validation", number("--validation", validation));
    }
    if (labelColumn != null && BUILT_IN.contains(named())) {
      throw Check.wrong(
          "--label-column", "goes with a CSV file; --data is " + named(), labelColumn);
    }
  }

  private double number(String option, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      throw Check.wrong(option, "must be a number or one of the words of its help", text);
    }
  }

  /** The name of the data set, or the whole path of the file, as seen from any folder. */
  private String named() {
    if (source == null) {
      return "digits";
    }
    return BUILT_IN.contains(source)
        ? source
        : Path.of(source).toAbsolutePath().normalize().toString();
  }

  /** The recipe of the options, with the customary defaults of the data set. */
  DataRecipe recipe(long seed) {
    return new DataRecipe(
        named(),
        labelColumn == null ? DataRecipe.AUTO : labelColumn,
        scale == null ? DataRecipe.NONE : scale,
        image == null ? DataRecipe.AUTO : image,
        binarization(),
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
    boolean sameData = source == null || named().equals(run.source());
    DataRecipe given = recipe(run.seed());
    return new DataRecipe(
        sameData ? run.source() : named(),
        labelColumn == null && sameData ? run.labelColumn() : given.labelColumn(),
        scale == null && sameData ? run.scale() : given.scale(),
        image == null && sameData ? run.image() : given.image(),
        threshold == null && !draw && !grey ? run.binarization() : given.binarization(),
        validation != null ? given.validation() : sameData ? run.validation() : DataRecipe.NONE,
        run.seed());
  }

  private String binarization() {
    if (draw || grey) {
      return draw ? DataRecipe.DRAW : DataRecipe.GREY;
    }
    return String.valueOf(threshold == null ? USUAL_THRESHOLD : threshold);
  }

  private String usualValidation() {
    return switch (named()) {
      case "digits" -> "297";
      case "mnist" -> "10000";
      default -> "0.1";
    };
  }
}
