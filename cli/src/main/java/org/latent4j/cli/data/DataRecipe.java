package org.latent4j.cli.data;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.latent4j.cli.console.CommandException;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Parts;
import org.latent4j.models.data.Preparation;
import org.latent4j.models.data.PreparationStep.Divide;
import org.latent4j.models.data.PreparationStep.DrawOnce;
import org.latent4j.models.data.PreparationStep.Threshold;
import org.latent4j.models.data.PreparationStep.ToUnit;
import org.latent4j.models.data.csv.CsvReader;
import org.latent4j.models.datasets.Datasets;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;

/**
 * Everything that decides which numbers a model sees, as plain text and numbers, so that a JSON
 * file can hold it.
 *
 * @param source {@code digits}, {@code mnist}, {@code mnist-test}, or a path
 * @param labelColumn the column of a CSV file that holds labels, by number or name; {@code auto}
 *     for one that is called "label"
 * @param scale what to divide by; {@code unit} to map the smallest value to 0 and the largest to 1;
 *     {@code none}
 * @param image height and width of a row that is a picture, as {@code 8x8}; {@code auto}; {@code
 *     none}
 * @param binarization {@code grey} to take values as probabilities, {@code draw} to draw 0 or 1
 *     from them anew each time, or the threshold above which a value is 1
 * @param validation how much to hold out: a number of rows, the last ones; a fraction, of the
 *     shuffled rows; or {@code none}
 * @param seed decides which rows a fraction takes
 */
public record DataRecipe(
    String source,
    String labelColumn,
    String scale,
    String image,
    String binarization,
    String validation,
    long seed) {

  /** Values of {@link #labelColumn} and {@link #image}: what the data themselves say. */
  public static final String AUTO = "auto";

  /** Values of {@link #scale}, {@link #image} and {@link #validation}: nothing of the kind. */
  public static final String NONE = "none";

  /** A value of {@link #scale}: the smallest value becomes 0 and the largest 1. */
  public static final String UNIT = "unit";

  /** A value of {@link #binarization}: as they are. */
  public static final String GREY = "grey";

  /** A value of {@link #binarization}: drawn. */
  public static final String DRAW = "draw";

  /** Fewer columns than so are more likely features of a table than a very small picture. */
  private static final int SMALLEST_GUESSED_IMAGE = 16;

  /** Children of the seed's key, far from the numbers that training counts with. */
  private static final int SPLIT_KEY = -1;

  private static final int DRAW_KEY = -2;

  /**
   * Whether every part is there, as may not be so of a recipe that was read from a file.
   *
   * @return true if none is null
   */
  public boolean isComplete() {
    return Stream.of(source, labelColumn, scale, image, binarization, validation)
        .allMatch(Objects::nonNull);
  }

  /**
   * Reads the data and prepares them, all but drawing.
   *
   * @param precision the type that a model will compute in
   * @return the data set; 0 and 1 if there is a threshold, else grey
   * @throws DataFormatException if the file cannot be used; one sentence
   * @throws CommandException if the recipe does not fit the data; one sentence with the option
   */
  public Dataset load(DataType precision) {
    Dataset data = withImage(prepared(scaling(), read(precision)));
    try {
      data.requireIn01("Bernoulli units");
    } catch (DataFormatException failure) {
      throw new CommandException(
          failure.getMessage() + "; bring the values into that range with --scale", failure);
    }
    return binarization.equals(GREY) || binarization.equals(DRAW)
        ? data
        : prepared(Preparation.of(new Threshold(number("--threshold", binarization))), data);
  }

  /**
   * Cuts the data in two.
   *
   * @param data what {@link #load} gave
   * @return the part to train on and the part held out
   * @throws CommandException if the recipe holds nothing out, or more than there is
   */
  public Parts split(Dataset data) {
    double amount = number("--validation", validation);
    if (amount > 0 && amount < 1 && data.rows() > 1) {
      return Parts.ofFractions(data, amount, 0, RandomKey.of(seed).fold(SPLIT_KEY).bits());
    }
    if (!(amount >= 1 && amount < data.rows() && amount == Math.rint(amount))) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "--validation must be a whole number of rows below the %d of %s, a fraction between 0"
                  + " and 1, or none, but it is %s",
              data.rows(),
              data.name(),
              validation));
    }
    return Parts.ofCounts(data, (int) amount, 0);
  }

  /**
   * Draws 0 or 1 for every value if the recipe says so, the same draw each time.
   *
   * @param data grey values
   * @return the draw, or the data as they are
   */
  public Dataset drawn(Dataset data) {
    return draws() ? new DrawOnce(RandomKey.of(seed).fold(DRAW_KEY).bits()).apply(data) : data;
  }

  /**
   * Whether values are drawn.
   *
   * @return true for {@code draw}
   */
  public boolean draws() {
    return binarization.equals(DRAW);
  }

  /**
   * Whether rows are held out.
   *
   * @return false for {@code none}
   */
  public boolean holdsOut() {
    return !validation.equals(NONE);
  }

  /**
   * The preparation in words, for titles and summaries.
   *
   * @return such as "thresholded at 0.5"
   */
  public String inWords() {
    return switch (binarization) {
      case GREY -> "grey values as probabilities";
      case DRAW -> "drawn from grey values";
      default -> "thresholded at " + binarization;
    };
  }

  /**
   * A name for folders.
   *
   * @return the name of the data set, or that of the file without its endings, in letters that
   *     every file system takes
   */
  public String shortName() {
    String file = String.valueOf(Path.of(source).getFileName());
    String stem = file.replaceFirst("\\..*$", "").replaceAll("[^A-Za-z0-9_-]+", "-");
    return stem.isEmpty() ? "data" : stem;
  }

  private Dataset read(DataType precision) {
    if (labelColumn.equals(AUTO)) {
      return Datasets.find(source, precision);
    }
    CsvReader reader = CsvReader.standard().precision(precision);
    return labelColumn.matches("-?\\d{1,9}")
        ? reader.labelColumn(Integer.parseInt(labelColumn)).read(Path.of(source))
        : reader.labelColumn(labelColumn).read(Path.of(source));
  }

  private Preparation scaling() {
    return switch (scale) {
      case NONE -> Preparation.IDENTITY;
      case UNIT -> Preparation.of(new ToUnit());
      default -> Preparation.of(new Divide(number("--scale", scale)));
    };
  }

  private static Dataset prepared(Preparation preparation, Dataset data) {
    return preparation.fit(data).apply(data);
  }

  private Dataset withImage(Dataset data) {
    if (image.equals(NONE) || (image.equals(AUTO) && data.imageShape().isPresent())) {
      return data;
    }
    if (!image.equals(AUTO)) {
      String[] sides = image.split("x", 2);
      if (!image.matches("\\d{1,6}x\\d{1,6}")) {
        throw new CommandException("--image must be HEIGHTxWIDTH, but it is '" + image + "'");
      }
      return data.withImageShape(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }
    int side = (int) Math.round(Math.sqrt(data.columns()));
    boolean square = side * side == data.columns() && side * side >= SMALLEST_GUESSED_IMAGE;
    return square && data.columnNames().isEmpty() ? data.withImageShape(side, side) : data;
  }

  private static double number(String option, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException failure) {
      throw new CommandException(option + " must be a number, but it is '" + text + "'", failure);
    }
  }
}
