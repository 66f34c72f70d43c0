package org.latent4j.models.evaluation;

import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Goes through examples in batches; the last one may be shorter. */
final class Batches {
  private static final int ROWS = 256;

  private Batches() {}

  /** A number that is added up over batches. */
  @FunctionalInterface
  interface BatchSum {
    /**
     * Computes the sum over the rows of a batch.
     *
     * @param rows [B, columns]; freed afterwards
     * @param number 0, 1, 2, … for the batches in order
     * @return the sum
     */
    double of(Tensor rows, int number);
  }

  /** Adds up over all batches and divides by the number of examples. */
  static double mean(Backend backend, DataType type, Examples examples, BatchSum sumOfBatch) {
    int rows = examples.rows();
    double sum = 0;
    for (int number = 0; (long) number * ROWS < rows; number++) {
      int index = number;
      int from = number * ROWS;
      int to = (int) Math.min(rows, (long) from + ROWS);
      sum += Scope.within(() -> sumOfBatch.of(examples.batch(backend, type, from, to), index));
    }
    return sum / rows;
  }
}
