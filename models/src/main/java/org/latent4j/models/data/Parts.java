package org.latent4j.models.data;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.latent4j.models.io.DataFormatException;

/**
 * Data in disjoint parts: rows to learn from, rows to choose by (when to stop, which options), and
 * rows to judge the chosen model by.
 *
 * @param training rows to learn from
 * @param validation rows that choices are made by, if there are any
 * @param test rows that nothing was learned from or chosen by, if there are any
 */
public record Parts(Dataset training, Optional<Dataset> validation, Optional<Dataset> test) {

  /**
   * Checks that the parts belong together. That they are disjoint can be seen only where they were
   * cut from one data set, as by {@link #ofCounts} and {@link #ofFractions}.
   *
   * @param training rows to learn from
   * @param validation rows that choices are made by
   * @param test rows that nothing was learned from or chosen by
   * @throws DataFormatException if a part has other columns than the training part
   */
  public Parts {
    for (Optional<Dataset> part : List.of(validation, test)) {
      part.ifPresent(other -> requireSameColumns(training, other));
    }
  }

  private static void requireSameColumns(Dataset training, Dataset other) {
    if (other.columns() != training.columns()
        || !other.columnNames().equals(training.columnNames())) {
      throw new DataFormatException(
          other
              + " has other columns than the training part "
              + training
              + "; parts need the same columns in the same order, with the same names");
    }
  }

  /**
   * {@return all rows to learn from}
   *
   * @param training the rows
   */
  public static Parts of(Dataset training) {
    return new Parts(training, Optional.empty(), Optional.empty());
  }

  /**
   * {@return these parts with another validation part}
   *
   * @param other rows that are in no other part
   * @throws DataFormatException if it has other columns
   */
  public Parts withValidation(Dataset other) {
    return new Parts(training, Optional.of(other), test);
  }

  /**
   * {@return these parts with another test part}
   *
   * @param other rows that are in no other part
   * @throws DataFormatException if it has other columns
   */
  public Parts withTest(Dataset other) {
    return new Parts(training, validation, Optional.of(other));
  }

  /**
   * {@return the last rows as test part, those before them as validation part, all others as
   * training part}
   *
   * @param data the rows, in an order that has no meaning; else {@link Dataset#shuffle} them first
   * @param validation how many rows, 0 for no such part
   * @param test how many rows, 0 for no such part
   * @throws IllegalArgumentException if a number is negative or no row is left to learn from
   */
  public static Parts ofCounts(Dataset data, int validation, int test) {
    long first = (long) data.rows() - validation - test;
    if (validation < 0 || test < 0 || first < 1) {
      throw new IllegalArgumentException(
          data.name()
              + ": "
              + validation
              + " rows for validation and "
              + test
              + " for test do not leave a row of "
              + data.rows()
              + " to learn from; the numbers must be at least 0 and smaller together");
    }
    int from = (int) first;
    return new Parts(
        data.slice(0, from),
        slice(data, from, from + validation),
        slice(data, from + validation, data.rows()));
  }

  private static Optional<Dataset> slice(Dataset data, int from, int to) {
    return from == to ? Optional.empty() : Optional.of(data.slice(from, to));
  }

  /**
   * {@return the rows shuffled and cut as by {@link #ofCounts}}
   *
   * @param data the rows
   * @param validation the share of rows, 0 for no such part; rounded to whole rows, at least one
   * @param test the share of rows, 0 for no such part; rounded to whole rows, at least one
   * @param key the 64 bits of a Threefry key, as for {@link Dataset#shuffle}
   * @throws IllegalArgumentException if a share is negative, both leave nothing to learn from, or
   *     there are fewer rows than parts
   */
  public static Parts ofFractions(Dataset data, double validation, double test, long key) {
    double training = 1 - validation - test;
    int parts = 1 + (validation > 0 ? 1 : 0) + (test > 0 ? 1 : 0);
    if (!(validation >= 0) || !(test >= 0) || !(training > 0) || data.rows() < parts) {
      throw new IllegalArgumentException(
          data.name()
              + ": shares of "
              + validation
              + " for validation and "
              + test
              + " for test must be at least 0 and below 1 together, and each part needs one of the "
              + data.rows()
              + " rows");
    }
    int rows = data.rows();
    int first = (int) Math.max(1, Math.min(rows - parts + 1L, Math.round(training * rows)));
    int rest = rows - first;
    int last = 0;
    if (test > 0) {
      int most = validation > 0 ? rest - 1 : rest;
      last = validation > 0 ? (int) Math.max(1, Math.min(most, Math.round(test * rows))) : rest;
    }
    return ofCounts(data.shuffle(key), rest - last, last);
  }

  /**
   * {@return the parts, prepared alike by what is learned from the training part}
   *
   * @param preparation what to do
   * @throws DataFormatException if the values do not allow it
   */
  public Parts prepare(Preparation preparation) {
    return map(preparation.fit(training)::apply);
  }

  /**
   * {@return the parts, each changed in the same way}
   *
   * @param change what to do; it must not look at the values, since each part has its own. What is
   *     learned from values is learned from the training part by {@link #prepare}
   */
  public Parts map(UnaryOperator<Dataset> change) {
    return new Parts(change.apply(training), validation.map(change), test.map(change));
  }
}
