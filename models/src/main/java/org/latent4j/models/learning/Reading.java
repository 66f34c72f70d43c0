package org.latent4j.models.learning;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.latent4j.models.data.Dataset;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * What a model reads of a data set: which columns, and what a minibatch is made of.
 *
 * @param <B> a minibatch
 */
public interface Reading<B> {
  /** What a data set can have beside its values. */
  enum Column {
    /** A class for each row. */
    LABELS("a label for each row"),
    /** Real numbers to be predicted. */
    TARGETS("numbers to be predicted for each row"),
    /** Which values are known. */
    PRESENT("a mask of known values"),
    /** How much a row counts. */
    WEIGHTS("a weight for each row");

    private final String inWords;

    Column(String inWords) {
      this.inWords = inWords;
    }

    String inWords() {
      return inWords;
    }
  }

  /**
   * Returns what is needed beside the values.
   *
   * @return the columns, which every data set must have
   */
  Set<Column> columns();

  /**
   * Refuses data that the model can't be given.
   *
   * @param data the data
   * @throws IllegalArgumentException if a column is missing or a value is not allowed
   */
  default void require(Dataset data) {}

  /**
   * Makes a minibatch; called to be recorded.
   *
   * @param rows the examples; the columns that were asked for are there
   * @param key for what is drawn anew at each visit
   * @return the minibatch
   */
  B batch(Rows rows, RandomKey key);

  /**
   * Reads the values alone.
   *
   * @return minibatches [B, V]
   */
  static Reading<Tensor> values() {
    return of(EnumSet.noneOf(Column.class), (rows, key) -> rows.values());
  }

  /**
   * Values with the class of each row.
   *
   * @param values [B, V]
   * @param labels INT32 [B]
   */
  record Labelled(Tensor values, Tensor labels) {}

  /**
   * Reads values and labels.
   *
   * @return minibatches of both
   */
  static Reading<Labelled> labelled() {
    return of(
        EnumSet.of(Column.LABELS),
        (rows, key) -> new Labelled(rows.values(), rows.labels().orElseThrow()));
  }

  /**
   * Values with what is to be predicted from them.
   *
   * @param values [B, V]
   * @param targets [B, T]
   */
  record Targeted(Tensor values, Tensor targets) {}

  /**
   * Reads values and targets.
   *
   * @return minibatches of both
   */
  static Reading<Targeted> targeted() {
    return of(
        EnumSet.of(Column.TARGETS),
        (rows, key) -> new Targeted(rows.values(), rows.targets().orElseThrow()));
  }

  /**
   * Makes a reading of any columns.
   *
   * @param columns what is needed beside the values
   * @param batch makes a minibatch
   * @param <B> a minibatch
   * @return the reading
   */
  static <B> Reading<B> of(Set<Column> columns, BiFunction<Rows, RandomKey, B> batch) {
    Set<Column> needed = Set.copyOf(columns);
    return new Reading<>() {
      @Override
      public Set<Column> columns() {
        return needed;
      }

      @Override
      public B batch(Rows rows, RandomKey key) {
        return batch.apply(rows, key);
      }
    };
  }

  /**
   * Makes something else of each minibatch: binary states drawn from means, noise added, features
   * of the layers below.
   *
   * @param change from the minibatch and child 0 of the key; this reading gets child 2, and child 1
   *     is the learner's
   * @param <C> the new minibatch
   * @return the reading
   */
  default <C> Reading<C> map(BiFunction<B, RandomKey, C> change) {
    Reading<B> before = this;
    return new Reading<>() {
      @Override
      public Set<Column> columns() {
        return before.columns();
      }

      @Override
      public void require(Dataset data) {
        before.require(data);
      }

      @Override
      public C batch(Rows rows, RandomKey key) {
        return change.apply(before.batch(rows, key.fold(2)), key.fold(0));
      }
    };
  }

  /**
   * Adds a check of the data.
   *
   * @param check refuses data by throwing
   * @return the reading
   */
  default Reading<B> requiring(Consumer<Dataset> check) {
    Reading<B> before = this;
    return new Reading<>() {
      @Override
      public Set<Column> columns() {
        return before.columns();
      }

      @Override
      public void require(Dataset data) {
        before.require(data);
        check.accept(data);
      }

      @Override
      public B batch(Rows rows, RandomKey key) {
        return before.batch(rows, key);
      }
    };
  }
}
