package org.latent4j.models.learning;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.Scale;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * The columns of a data set on a backend, held as bytes where the source is bytes. Minibatches are
 * gathered and converted there, so that one costs the host nothing but its indices.
 *
 * <p>What the columns are is fixed; their tensors are given to {@link #batch}, because those of
 * chunked data change.
 */
public final class ResidentRows {
  private final DataType type;
  private final Set<Reading.Column> columns;
  private final boolean bytes;
  private final double offset;
  private final double divisor;

  private ResidentRows(
      DataType type, Set<Reading.Column> columns, boolean bytes, double offset, double divisor) {
    this.type = type;
    this.columns = columns;
    this.bytes = bytes;
    this.offset = offset;
    this.divisor = divisor;
  }

  /**
   * Decides how data are held.
   *
   * @param type the type of the model, FLOAT32 or FLOAT64
   * @param reading what the model reads of the data
   * @param like the data, or a part of them
   * @return the columns, which the reading accepts
   * @throws IllegalArgumentException if the data lack a column, values are missing and the reading
   *     does not ask which, or the reading refuses the data
   */
  public static ResidentRows of(DataType type, Reading<?> reading, Dataset like) {
    for (Reading.Column column : reading.columns()) {
      if (!has(like, column)) {
        throw new IllegalArgumentException(
            "training: the model needs " + column.inWords() + ", but " + like.name() + " has none");
      }
    }
    if (!reading.columns().contains(Reading.Column.PRESENT)) {
      like.requireComplete("training");
    }
    reading.require(like);
    boolean bytes = like.type() == DataType.UINT8;
    Scale held = bytes ? like.scale() : Scale.IDENTITY;
    return new ResidentRows(type, reading.columns(), bytes, held.offset(), held.divisor());
  }

  /**
   * Returns the same columns, converted to another type where they are used.
   *
   * @param other FLOAT32 or FLOAT64
   * @return the columns; what was loaded for these is good for them
   */
  public ResidentRows as(DataType other) {
    return new ResidentRows(other, columns, bytes, offset, divisor);
  }

  /** Data without a missing value have a mask, too: one of ones. */
  private static boolean has(Dataset data, Reading.Column column) {
    return switch (column) {
      case LABELS -> data.labels().isPresent();
      case TARGETS -> data.targets().isPresent();
      case PRESENT -> true;
      case WEIGHTS -> data.weights().isPresent();
    };
  }

  /**
   * Copies data to a backend.
   *
   * @param backend where
   * @param data the data
   * @return a tensor a column: the values, then what the reading asked for, in the order of {@link
   *     Reading.Column}; they belong to the innermost open scope
   */
  public List<Tensor> load(Backend backend, Dataset data) {
    int rows = data.rows();
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(
        bytes
            ? Tensor.of(backend, data.bytes(0, rows), rows, data.columns())
            : floating(backend, data));
    if (columns.contains(Reading.Column.LABELS)) {
      tensors.add(Tensor.of(backend, data.labels().orElseThrow(), rows));
    }
    if (columns.contains(Reading.Column.TARGETS)) {
      tensors.add(floating(backend, data.targets().orElseThrow()));
    }
    if (columns.contains(Reading.Column.PRESENT)) {
      tensors.add(Tensor.of(backend, data.present(0, rows), rows, data.columns()));
    }
    if (columns.contains(Reading.Column.WEIGHTS)) {
      tensors.add(Tensor.of(backend, data.weights().orElseThrow(), rows).cast(type));
    }
    return tensors;
  }

  /** Numbers of the model's type; a missing one is 0, so that masks may multiply. */
  private Tensor floating(Backend backend, Dataset data) {
    int rows = data.rows();
    if (type == DataType.FLOAT64) {
      double[] values = data.doubles(0, rows);
      for (int i = 0; data.hasMissing() && i < values.length; i++) {
        values[i] = Double.isNaN(values[i]) ? 0 : values[i];
      }
      return Tensor.of(backend, values, rows, data.columns());
    }
    float[] values = data.floats(0, rows);
    for (int i = 0; data.hasMissing() && i < values.length; i++) {
      values[i] = Float.isNaN(values[i]) ? 0 : values[i];
    }
    return Tensor.of(backend, values, rows, data.columns());
  }

  /**
   * Picks examples.
   *
   * @param loaded what {@link #load} gave
   * @param indices INT32 [B]
   * @return the rows
   */
  public Rows batch(List<Tensor> loaded, Tensor indices) {
    Tensor values = loaded.get(0).gather(indices).cast(type);
    if (offset != 0) {
      values = values.sub(offset);
    }
    if (divisor != 1) {
      values = values.div(divisor);
    }
    Map<Reading.Column, Tensor> others = new EnumMap<>(Reading.Column.class);
    List<Reading.Column> inOrder = columns.stream().sorted().toList();
    for (int i = 0; i < inOrder.size(); i++) {
      others.put(inOrder.get(i), loaded.get(1 + i).gather(indices));
    }
    Optional<Tensor> present = floating(others, Reading.Column.PRESENT);
    return new Rows(
        present.isPresent() ? values.mul(present.get()) : values,
        Optional.ofNullable(others.get(Reading.Column.LABELS)),
        floating(others, Reading.Column.TARGETS),
        present,
        floating(others, Reading.Column.WEIGHTS));
  }

  private Optional<Tensor> floating(Map<Reading.Column, Tensor> gathered, Reading.Column column) {
    return Optional.ofNullable(gathered.get(column)).map(rows -> rows.cast(type));
  }

  /**
   * Copies data to a backend and feeds a model with them.
   *
   * @param backend where
   * @param type the type of the model
   * @param reading what a minibatch is made of
   * @param data the data
   * @param <B> a minibatch
   * @return the feed; its tensors belong to the innermost open scope
   */
  public static <B> Feed<B> feed(Backend backend, DataType type, Reading<B> reading, Dataset data) {
    ResidentRows rows = of(type, reading, data);
    List<Tensor> loaded = rows.load(backend, data);
    return new Feed<>() {
      @Override
      public int rows() {
        return data.rows();
      }

      @Override
      public Optional<double[]> weights() {
        return data.weights();
      }

      @Override
      public B batch(Tensor indices, RandomKey key) {
        return reading.batch(rows.batch(loaded, indices), key);
      }
    };
  }
}
