package org.latent4j.benchmarks.operation;

import static org.latent4j.tensor.Draws.normalLike;

import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * The numbers that single operations are given, the same on all backends and for other libraries.
 */
public final class Operands {
  private Operands() {}

  /**
   * Draws a matrix of standard normal numbers.
   *
   * @param backend where it will live
   * @param number which matrix; different numbers give different draws
   * @param rows its rows
   * @param columns its columns
   * @return a new tensor, which belongs to the innermost open scope
   */
  public static Tensor normal(Backend backend, int number, int rows, int columns) {
    return Scope.within(
        () ->
            normalLike(
                    RandomKey.of(17).fold(number),
                    Tensor.full(backend, DataType.FLOAT32, 0, rows, columns))
                .keep());
  }
}
