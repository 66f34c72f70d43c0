package org.latent4j.models.data;

import java.nio.file.Path;
import java.util.Optional;
import org.latent4j.models.io.DataFormatException;

/**
 * Reads tables of numbers as text in UTF-8, also packed by gzip: one row a line, fields between
 * commas, semicolons or tabs, quoted or not (RFC 4180, but a field ends on its line).
 *
 * <p>Without options the delimiter is the one of the three that is most frequent in the first line;
 * that line is a header if it holds words and no number; a header's column {@code label}, in any
 * case of letters, holds the labels. Blank lines and lines that begin with {@code #} are passed
 * over. Values become float32, rounded to nearest; if every one is a whole number of 0 to 255 they
 * are held as bytes. Every row must have as many fields as the first line.
 *
 * <p>A reader is immutable: each option answers a new one.
 */
public final class CsvReader {

  /** Whether the first line names the columns. */
  public enum Header {
    /** It does if it holds words and no number. */
    DETECT,
    /** It does. */
    PRESENT,
    /** It does not. */
    ABSENT
  }

  private final CsvOptions options;

  private CsvReader(CsvOptions options) {
    this.options = options;
  }

  /**
   * A reader that detects delimiter and header, refuses NaN and infinities, and keeps {@link
   * ReadLimits#standard}.
   *
   * @return the reader
   */
  public static CsvReader standard() {
    return new CsvReader(
        new CsvOptions(
            Optional.empty(),
            Header.DETECT,
            CsvOptions::byUsualName,
            false,
            ReadLimits.standard()));
  }

  /**
   * Fixes the character between fields.
   *
   * @param delimiter any ASCII character but a quote, a digit, a sign, a point or a line's end
   * @return the reader with this option
   * @throws IllegalArgumentException if the character is one of those
   */
  public CsvReader delimiter(char delimiter) {
    if (delimiter > 126 || "\"0123456789+-.eE\r\n\0".indexOf(delimiter) >= 0) {
      throw new IllegalArgumentException(
          "csv: '" + delimiter + "' cannot be a delimiter; use a comma, semicolon or tab");
    }
    return new CsvReader(
        new CsvOptions(
            Optional.of(delimiter),
            options.header(),
            options.labels(),
            options.nonFinite(),
            options.limits()));
  }

  /**
   * Says whether the first line is a header.
   *
   * @param header whether it is
   * @return the reader with this option
   */
  public CsvReader header(Header header) {
    return new CsvReader(
        new CsvOptions(
            options.delimiter(), header, options.labels(), options.nonFinite(), options.limits()));
  }

  /**
   * Takes the labels, which must be whole numbers, from a column of the given number.
   *
   * @param column counted from 0; negative numbers count from the end, -1 is the last
   * @return the reader with this option
   */
  public CsvReader labelColumn(int column) {
    return withLabels(CsvOptions.byNumber(column));
  }

  /**
   * Takes the labels, which must be whole numbers, from the column of the given name.
   *
   * @param name as in the header line
   * @return the reader with this option
   */
  public CsvReader labelColumn(String name) {
    return withLabels(CsvOptions.byName(name));
  }

  /**
   * Takes every column as data, one named {@code label} too.
   *
   * @return the reader with this option
   */
  public CsvReader noLabels() {
    return withLabels((source, columns, header) -> -1);
  }

  private CsvReader withLabels(CsvOptions.Labels labels) {
    return new CsvReader(
        new CsvOptions(
            options.delimiter(), options.header(), labels, options.nonFinite(), options.limits()));
  }

  /**
   * Lets the words {@code nan}, {@code inf} and {@code infinity} pass, with a sign or without.
   *
   * @return the reader with this option
   */
  public CsvReader allowNonFinite() {
    return new CsvReader(
        new CsvOptions(
            options.delimiter(), options.header(), options.labels(), true, options.limits()));
  }

  /**
   * Sets the bounds on memory and unpacking.
   *
   * @param limits the bounds
   * @return the reader with this option
   */
  public CsvReader limits(ReadLimits limits) {
    return new CsvReader(
        new CsvOptions(
            options.delimiter(), options.header(), options.labels(), options.nonFinite(), limits));
  }

  /**
   * Reads a file.
   *
   * @param file the table
   * @return the data set, named as the file
   * @throws DataFormatException if the file is missing, empty, damaged, ragged, larger than the
   *     limits, or has a field that is not a finite number; the message names line, column and text
   */
  public Dataset read(Path file) {
    try (DataStream in = DataStream.open(file, options.limits())) {
      return read(in);
    }
  }

  /** Reads one stream to its end. */
  Dataset read(DataStream in) {
    return new CsvTable(in, options).read();
  }
}
