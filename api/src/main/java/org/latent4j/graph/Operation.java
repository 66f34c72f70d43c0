package org.latent4j.graph;

import java.util.List;
import org.latent4j.op.ReductionOp;

/**
 * The closed list of what a backend can be asked to do. An operation is pure: it reads its operands
 * and makes new results, never changing an operand. Reshape, transpose, slice and broadcast are not
 * among them: they are layouts of operands.
 */
public sealed interface Operation
    permits Operation.Elementwise,
        Operation.MatrixProduct,
        Operation.Reduction,
        Operation.Gather,
        Operation.ScatterAdd,
        Operation.Assemble,
        Operation.FoldKey {

  /**
   * Evaluates an expression for every element of a shape. Operands: the inputs in order of their
   * slots, each laid out in {@code shape}, then the keys in order of theirs, each INT32 [2].
   * Results: one per output, each of {@code shape}.
   *
   * @param expression what to compute
   * @param shape the shape to compute it over
   */
  record Elementwise(Expression expression, Shape shape) implements Operation {}

  /**
   * The product {@code alpha * s * A B + beta * C}. Operands: A [M, K] and B [K, N], or with the
   * same leading batch extent each; then s, rank 0, if {@code scaled} (else s is 1); then C [M, N]
   * if {@code beta} is not 0. Result: [M, N], with the batch extent if there is one.
   *
   * @param alpha a constant factor of the product
   * @param scaled whether a rank-0 operand multiplies the product too
   * @param beta the factor of C; 0 means there is no C
   */
  record MatrixProduct(double alpha, boolean scaled, double beta) implements Operation {}

  /**
   * Reduces one axis. Operand: any tensor. Result: its shape without the axis; INT32 for ARGMAX.
   *
   * @param op how to reduce
   * @param axis the axis, from 0
   */
  record Reduction(ReductionOp op, int axis) implements Operation {}

  /**
   * Picks rows. Operands: a source [N, …] and indices INT32 [R]. Result: [R, …], row r being row
   * indices[r] of the source.
   */
  record Gather() implements Operation {}

  /**
   * Adds rows up, the derivative of {@link Gather}. Operands: a source [R, …] and indices INT32
   * [R]. Result: [rows, …], row n being the sum of the source rows r with indices[r] = n, in order
   * of r.
   *
   * @param rows the first extent of the result
   */
  record ScatterAdd(int rows) implements Operation {}

  /**
   * Puts parts together: zeros, into which operand i is copied at region i. Concatenation and the
   * derivative of a slice are of this kind.
   *
   * @param shape the shape of the result
   * @param regions one layout per operand, within the dense layout of {@code shape}; regions do not
   *     overlap
   */
  record Assemble(Shape shape, List<Layout> regions) implements Operation {
    /**
     * Copies the list of regions.
     *
     * @param shape the shape of the result
     * @param regions one layout per operand
     */
    public Assemble {
      regions = List.copyOf(regions);
    }
  }

  /**
   * Derives a child key, {@link org.latent4j.random.Threefry#child}. Operands: the parent key INT32
   * [2] (high word, low word); then the number n, rank 0 INT32, if {@code counted}. Result: INT32
   * [2].
   *
   * @param n the number to fold in, when it is a constant
   * @param counted whether n comes from an operand instead
   */
  record FoldKey(int n, boolean counted) implements Operation {}
}
