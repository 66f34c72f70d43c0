package org.latent4j.models.training;

import java.util.Arrays;
import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** The mean of each column of resident data, added up in FLOAT64. */
final class ColumnMeans {
  /** Rows that are added at a time: few enough that as FLOAT64 they stay in the cache. */
  private static final int BLOCK = 256;

  private ColumnMeans() {}

  private record Sum(Tensor perColumn) {}

  private record Rows(Tensor indices) {}

  /**
   * Computes the means.
   *
   * @param data the data
   * @param count how many rows they have
   * @param type the type of the result
   * @return [V]; it belongs to the innermost scope
   */
  static Tensor of(ResidentData data, int count, DataType type) {
    Backend backend = data.rows().backend();
    return Scope.within(
        () -> {
          Sum zero = new Sum(Tensor.full(backend, DataType.FLOAT64, 0, data.rows().shape().dim(1)));
          Step<Sum, Rows, Nothing> add =
              (sum, rows) -> Step.result(added(sum, data, rows), Nothing.NOTHING);
          try (Program<Sum, Rows, Nothing> program = Program.compile(backend, zero, add)) {
            for (int from = 0; from < count; from += BLOCK) {
              Rows rows = new Rows(indices(backend, from, Math.min(BLOCK, count - from)));
              Scope.within(() -> program.run(rows));
            }
            return program.state().perColumn().div(count).cast(type).keep();
          }
        });
  }

  private static Sum added(Sum sum, ResidentData data, Rows rows) {
    return new Sum(sum.perColumn().add(data.batch(rows.indices(), DataType.FLOAT64).sum(0)));
  }

  private static Tensor indices(Backend backend, int from, int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> from + i);
    return Tensor.of(backend, rows, count);
  }
}
