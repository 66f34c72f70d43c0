package org.latent4j.models.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.latent4j.models.io.DataFormatException;

/**
 * What a {@link CsvReader} was told.
 *
 * @param delimiter the character between fields, or empty to detect it
 * @param header whether the first line names the columns
 * @param labels which column holds labels
 * @param nonFinite whether NaN and infinities may pass
 * @param limits the bounds
 */
record CsvOptions(
    Optional<Character> delimiter,
    CsvReader.Header header,
    Labels labels,
    boolean nonFinite,
    ReadLimits limits) {

  /** How the label column is found. */
  @FunctionalInterface
  interface Labels {

    /**
     * Finds it.
     *
     * @param source the file's name, for messages
     * @param columns how many columns the file has
     * @param header their names, or empty
     * @return the column, counted from 0, or -1 for none
     */
    int resolve(String source, int columns, List<String> header);
  }

  /** The column called {@code label}, if the file has a header with exactly one. */
  static int byUsualName(String source, int columns, List<String> header) {
    int found = -1;
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).toLowerCase(Locale.ROOT).equals("label")) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }

  /** The column of this number; negative numbers count from the end. */
  static Labels byNumber(int number) {
    return (source, columns, header) -> {
      int column = number < 0 ? columns + number : number;
      if (column < 0 || column >= columns) {
        throw new DataFormatException(
            source
                + ": label column "
                + number
                + " does not exist; the file has "
                + columns
                + " columns");
      }
      return column;
    };
  }

  /** The column of this name. */
  static Labels byName(String name) {
    return (source, columns, header) -> {
      int column = header.indexOf(name);
      if (column < 0) {
        throw new DataFormatException(
            source
                + ": there is no column named '"
                + name
                + (header.isEmpty() ? "'; the file has no header line" : "' in the header line"));
      }
      return column;
    };
  }
}
