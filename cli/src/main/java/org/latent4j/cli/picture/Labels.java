package org.latent4j.cli.picture;

import java.util.List;
import java.util.Objects;

/**
 * What stands beside the rows and above the columns of a picture.
 *
 * @param rowAxis what a row is, written upwards at the left; may be empty
 * @param rows one label a row from the top; fewer labels leave the last rows bare
 * @param columnAxis what a column is, written above the columns; may be empty
 * @param columns one label a column from the left; fewer labels leave the last columns bare
 */
public record Labels(String rowAxis, List<String> rows, String columnAxis, List<String> columns) {

  /** No labels at all. */
  public static final Labels NONE = new Labels("", List.of(), "", List.of());

  /**
   * Copies the lists and checks that no part is null.
   *
   * @param rowAxis what a row is
   * @param rows one label a row
   * @param columnAxis what a column is
   * @param columns one label a column
   */
  public Labels {
    Objects.requireNonNull(rowAxis, "rowAxis");
    Objects.requireNonNull(columnAxis, "columnAxis");
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
  }
}
