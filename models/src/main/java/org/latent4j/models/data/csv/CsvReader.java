package org.latent4j.models.data.csv;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.csv.CsvOptions.FieldRules;
import org.latent4j.models.data.csv.CsvRoles.Role;
import org.latent4j.models.data.file.DataStream;
import org.latent4j.models.data.file.ReadLimits;
import org.latent4j.models.io.DataFormatException;
import org.latent4j.op.DataType;

/**
 * Reads tables of numbers as text in UTF-8, also packed by gzip: one row a line, fields between
 * commas, semicolons or tabs, quoted or not (RFC 4180, but a field ends on its line).
 *
 * <p>Without options the delimiter is the one of the three that is most frequent in the first line;
 * that line is a header if it holds words and no number; a header's column {@code label}, in any
 * case of letters, holds the labels. Blank lines and lines that begin with {@code #} are passed
 * over. Values become float64, rounded to nearest, and are held as float32 if that has every one,
 * or as bytes if every one is a whole number of 0 to 255. Every row must have as many fields as the
 * first line.
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
   * A reader that detects delimiter and header, loses nothing of float64, refuses what is missing,
   * NaN or infinite, and keeps {@link ReadLimits#standard}.
   *
   * @return the reader
   */
  public static CsvReader standard() {
    return new CsvReader(
        new CsvOptions(
            Optional.empty(),
            Header.DETECT,
            new CsvRoles(CsvRoles::byUsualName, CsvRoles.NONE, List.of()),
            new FieldRules(false, false, false),
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
            options.roles(),
            options.fields(),
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
            options.delimiter(), header, options.roles(), options.fields(), options.limits()));
  }

  /**
   * Takes the labels, which must be whole numbers, from a column of the given number.
   *
   * @param column counted from 0; negative numbers count from the end, -1 is the last
   * @return the reader with this option
   */
  public CsvReader labelColumn(int column) {
    return with(options.roles().withLabels(CsvRoles.byNumber(Role.LABEL, column)));
  }

  /**
   * Takes the labels, which must be whole numbers, from the column of the given name.
   *
   * @param name as in the header line
   * @return the reader with this option
   */
  public CsvReader labelColumn(String name) {
    return with(options.roles().withLabels(CsvRoles.byName(name)));
  }

  /**
   * Takes every column as data, one named {@code label} too.
   *
   * @return the reader with this option
   */
  public CsvReader noLabels() {
    return with(options.roles().withLabels(CsvRoles.NONE));
  }

  /**
   * Takes the weights of the rows from a column of the given number.
   *
   * @param column counted from 0; negative numbers count from the end, -1 is the last
   * @return the reader with this option
   */
  public CsvReader weightColumn(int column) {
    return with(options.roles().withWeights(CsvRoles.byNumber(Role.WEIGHT, column)));
  }

  /**
   * Takes the weights of the rows from the column of the given name.
   *
   * @param name as in the header line
   * @return the reader with this option
   */
  public CsvReader weightColumn(String name) {
    return with(options.roles().withWeights(CsvRoles.byName(name)));
  }

  /**
   * Takes columns of the given numbers as targets, in the order of the file.
   *
   * @param columns counted from 0; negative numbers count from the end, -1 is the last
   * @return the reader with these targets more
   */
  public CsvReader targetColumns(int... columns) {
    CsvRoles roles = options.roles();
    for (int column : columns) {
      roles = roles.withTarget(CsvRoles.byNumber(Role.TARGET, column));
    }
    return with(roles);
  }

  /**
   * Takes columns of the given names as targets, in the order of the file.
   *
   * @param names as in the header line
   * @return the reader with these targets more
   */
  public CsvReader targetColumns(String... names) {
    CsvRoles roles = options.roles();
    for (String name : names) {
      roles = roles.withTarget(CsvRoles.byName(name));
    }
    return with(roles);
  }

  /**
   * Fixes the type that values are rounded to. They are held in it, or in a smaller type if that
   * has every one.
   *
   * @param type FLOAT64 (usual), or FLOAT32, which takes half of the memory
   * @return the reader with this option
   * @throws IllegalArgumentException if the type is another
   */
  public CsvReader precision(DataType type) {
    if (!type.isFloating()) {
      throw new IllegalArgumentException(
          "csv: values are read as FLOAT32 or FLOAT64, but the precision is " + type);
    }
    FieldRules old = options.fields();
    boolean floats = type == DataType.FLOAT32;
    return new CsvReader(options.with(new FieldRules(floats, old.nonFinite(), old.missing())));
  }

  /**
   * Lets the words {@code nan}, {@code inf} and {@code infinity} pass, with a sign or without.
   *
   * @return the reader with this option
   */
  public CsvReader allowNonFinite() {
    FieldRules old = options.fields();
    return new CsvReader(options.with(new FieldRules(old.floats(), true, old.missing())));
  }

  /**
   * Takes an empty field and the word {@code nan}, with a sign or without, as a missing value or
   * target.
   *
   * @return the reader with this option
   */
  public CsvReader allowMissing() {
    FieldRules old = options.fields();
    return new CsvReader(options.with(new FieldRules(old.floats(), old.nonFinite(), true)));
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
            options.delimiter(), options.header(), options.roles(), options.fields(), limits));
  }

  private CsvReader with(CsvRoles roles) {
    return new CsvReader(options.with(roles));
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

  /**
   * Reads one stream to its end.
   *
   * @param in the table
   * @return the data set, named as the stream
   * @throws DataFormatException as for a file
   */
  public Dataset read(DataStream in) {
    return new CsvTable(in, options).read();
  }
}
