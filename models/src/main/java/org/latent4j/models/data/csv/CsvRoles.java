package org.latent4j.models.data.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.latent4j.models.io.DataFormatException;

/**
 * Which columns hold labels, weights and targets; all others hold values.
 *
 * @param labels the column of the labels
 * @param weights the column of the weights
 * @param targets the columns of the targets
 */
record CsvRoles(Choice labels, Choice weights, List<Choice> targets) {

  /** No column. */
  static final Choice NONE = (source, columns, header) -> -1;

  /** What a column is for. */
  enum Role {
    VALUE("value"),
    LABEL("label"),
    WEIGHT("weight"),
    TARGET("target");

    private final String inWords;

    Role(String inWords) {
      this.inWords = inWords;
    }
  }

  /** How a column is found. */
  @FunctionalInterface
  interface Choice {

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

  CsvRoles {
    targets = List.copyOf(targets);
  }

  CsvRoles withLabels(Choice other) {
    return new CsvRoles(other, weights, targets);
  }

  CsvRoles withWeights(Choice other) {
    return new CsvRoles(labels, other, targets);
  }

  CsvRoles withTarget(Choice another) {
    List<Choice> more = new ArrayList<>(targets);
    more.add(another);
    return new CsvRoles(labels, weights, more);
  }

  /** The role of each column of a file. */
  Role[] resolve(String source, int columns, List<String> header) {
    Role[] roles = new Role[columns];
    Arrays.fill(roles, Role.VALUE);
    assign(roles, Role.LABEL, labels.resolve(source, columns, header), source);
    assign(roles, Role.WEIGHT, weights.resolve(source, columns, header), source);
    for (Choice target : targets) {
      assign(roles, Role.TARGET, target.resolve(source, columns, header), source);
    }
    return roles;
  }

  private static void assign(Role[] roles, Role role, int column, String source) {
    if (column < 0) {
      return;
    }
    if (roles[column] != Role.VALUE) {
      throw new DataFormatException(
          source
              + ": column "
              + column
              + " (counted from 0) is chosen as "
              + roles[column].inWords
              + " and again as "
              + role.inWords
              + "; choose it once");
    }
    roles[column] = role;
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
  static Choice byNumber(Role role, int number) {
    return (source, columns, header) -> {
      int column = number < 0 ? columns + number : number;
      if (column < 0 || column >= columns) {
        throw new DataFormatException(
            source
                + ": "
                + role.inWords
                + " column "
                + number
                + " does not exist; the file has "
                + columns
                + " columns");
      }
      return column;
    };
  }

  /** The column of this name. */
  static Choice byName(String name) {
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
