package org.latent4j.models.evaluation;

import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/** Rows to be scored, brought to a backend one batch at a time. */
public interface Examples {
  /**
   * Counts the examples.
   *
   * @return at least 1
   */
  int rows();

  /**
   * Brings some examples to a backend.
   *
   * @param backend where they are needed
   * @param type the type that they are needed in
   * @param from the first row
   * @param to one past the last row
   * @return [to - from, columns]; belongs to the innermost open scope
   */
  Tensor batch(Backend backend, DataType type, int from, int to);

  /**
   * Takes examples from a data set on the host.
   *
   * @param data the data
   * @return its rows
   */
  static Examples of(Dataset data) {
    return new Examples() {
      @Override
      public int rows() {
        return data.rows();
      }

      @Override
      public Tensor batch(Backend backend, DataType type, int from, int to) {
        int count = to - from;
        return Tensor.of(backend, data.floats(from, count), count, data.columns()).cast(type);
      }
    };
  }

  /**
   * Takes examples from a tensor that is on a backend already.
   *
   * @param rows [N, columns], N at least 1; must stay alive as long as the examples are used
   * @return its rows
   * @throws IllegalArgumentException if the tensor has no rows or not rank 2
   */
  static Examples of(Tensor rows) {
    if (rows.shape().rank() != 2 || rows.shape().dim(0) < 1) {
      throw new IllegalArgumentException(
          "examples: at least one row of rank 2 is needed, but the shape is " + rows.shape());
    }
    return new Examples() {
      @Override
      public int rows() {
        return rows.shape().dim(0);
      }

      @Override
      public Tensor batch(Backend backend, DataType type, int from, int to) {
        return rows.slice(0, from, to).cast(type);
      }
    };
  }
}
