package org.latent4j.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.latent4j.models.io.AtomicFiles;

/**
 * A CSV file that grows by one line an epoch. Each line is written in one piece and reaches the
 * system at once, so that the file can be watched and an interrupted run leaves whole lines.
 *
 * <p>Numbers are written with the digits that give the same double when read, without regard to the
 * language of the machine; a value that is not finite is written {@code NaN}, {@code Infinity} or
 * {@code -Infinity}.
 */
public final class MetricsFile {

  private final Path file;
  private final int columns;

  /**
   * Starts a new file with its header.
   *
   * @param file the file; must not exist
   * @param names one a column, without commas
   * @throws UncheckedIOException if the file exists or cannot be written
   */
  public MetricsFile(Path file, List<String> names) {
    this.file = file;
    this.columns = names.size();
    append(String.join(",", names), StandardOpenOption.CREATE_NEW);
  }

  private MetricsFile(Path file, int columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Goes on with the file of an interrupted run: lines after those that its checkpoint knows are
   * dropped.
   *
   * @param file the file, replaced whole
   * @param names one a column, without commas
   * @param known the lines that the checkpoint knows
   * @return the file, to which more lines are added
   * @throws UncheckedIOException if the file cannot be written; it is as before then
   */
  public static MetricsFile resumed(Path file, List<String> names, List<double[]> known) {
    StringBuilder text = new StringBuilder(String.join(",", names)).append('\n');
    known.forEach(values -> text.append(line(values)).append('\n'));
    AtomicFiles.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    return new MetricsFile(file, names.size());
  }

  /**
   * Adds a line.
   *
   * @param values one a column
   * @throws IllegalArgumentException if their number is not that of the columns
   * @throws UncheckedIOException if the file cannot be written
   */
  public void append(double... values) {
    if (values.length != columns) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "metrics: %d values for %d columns", values.length, columns));
    }
    append(line(values), StandardOpenOption.APPEND);
  }

  private static String line(double[] values) {
    return Arrays.stream(values).mapToObj(MetricsFile::number).collect(Collectors.joining(","));
  }

  /** An integral value, as an epoch is, without its ".0". */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private void append(String line, StandardOpenOption how) {
    try {
      Files.write(
          file, (line + "\n").getBytes(StandardCharsets.UTF_8), how, StandardOpenOption.WRITE);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write " + file + ": " + failure.getMessage(), failure);
    }
  }
}
