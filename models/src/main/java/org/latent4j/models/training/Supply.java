package org.latent4j.models.training;

import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.learning.Reading;
import org.latent4j.models.learning.ResidentRows;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/** The training examples of a stage: all on the backend, or one chunk at a time. */
interface Supply {
  /** How the columns are held. */
  ResidentRows columns();

  /** How many chunks there are; 1 if all examples are on the backend. */
  int chunks();

  /** How many examples a chunk has. */
  int rows(int chunk);

  /**
   * Copies a chunk to the backend, as tensors of the same shapes for every chunk; those of a
   * shorter one are filled up with anything. They belong to the innermost open scope.
   */
  List<Tensor> load(Backend backend, int chunk);

  /** Says which chunk will be asked for next, so that it can be read meanwhile. */
  default void expect(int chunk) {}

  /** How many examples there are in all. */
  default int rows() {
    int rows = 0;
    for (int chunk = 0; chunk < chunks(); chunk++) {
      rows = Math.addExact(rows, rows(chunk));
    }
    return rows;
  }

  /** All examples at once. */
  static Supply resident(DataType type, Reading<?> reading, Dataset data) {
    ResidentRows columns = ResidentRows.of(type, reading, data);
    return new Supply() {
      @Override
      public ResidentRows columns() {
        return columns;
      }

      @Override
      public int chunks() {
        return 1;
      }

      @Override
      public int rows(int chunk) {
        return data.rows();
      }

      @Override
      public List<Tensor> load(Backend backend, int chunk) {
        return columns.load(backend, data);
      }
    };
  }
}
