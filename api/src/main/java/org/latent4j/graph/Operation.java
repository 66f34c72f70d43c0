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
        Operation.WithRows,
        Operation.Assemble,
        Operation.FoldKey {

  /**
   * Does what a table has for operations of this kind.
   *
   * @param cases what to do for each kind
   * @param <R> what comes out
   * @return what the method for this kind returns
   */
  <R> R accept(Cases<R> cases);

  /**
   * Says whether a run can end at this operation because of what its operands hold. A run that
   * fails must leave the state as it was, so no state may have been overwritten before.
   *
   * @return true if it has indices, which may be out of range
   */
  boolean canFail();

  /**
   * What to do with each kind of operation, known as a visitor: whoever treats all kinds implements
   * it, so that a new kind does not compile before everybody has an answer to it.
   *
   * @param <R> what comes out
   */
  interface Cases<R> {
    /**
     * Treats the evaluation of an expression.
     *
     * @param elementwise the operation
     * @return what comes out
     */
    R elementwise(Elementwise elementwise);

    /**
     * Treats a product.
     *
     * @param product the operation
     * @return what comes out
     */
    R matrixProduct(MatrixProduct product);

    /**
     * Treats a reduction.
     *
     * @param reduction the operation
     * @return what comes out
     */
    R reduction(Reduction reduction);

    /**
     * Treats picking rows.
     *
     * @param gather the operation
     * @return what comes out
     */
    R gather(Gather gather);

    /**
     * Treats adding rows up.
     *
     * @param scatterAdd the operation
     * @return what comes out
     */
    R scatterAdd(ScatterAdd scatterAdd);

    /**
     * Treats replacing rows.
     *
     * @param withRows the operation
     * @return what comes out
     */
    R withRows(WithRows withRows);

    /**
     * Treats putting parts together.
     *
     * @param assemble the operation
     * @return what comes out
     */
    R assemble(Assemble assemble);

    /**
     * Treats deriving a key.
     *
     * @param fold the operation
     * @return what comes out
     */
    R foldKey(FoldKey fold);
  }

  /**
   * Evaluates an expression for every element of a shape. Operands: the inputs in order of their
   * slots, each laid out in {@code shape}, then the keys in order of theirs, each INT32 [2].
   * Results: one per output, each of {@code shape}.
   *
   * @param expression what to compute
   * @param shape the shape to compute it over
   */
  record Elementwise(Expression expression, Shape shape) implements Operation {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.elementwise(this);
    }

    @Override
    public boolean canFail() {
      return false;
    }
  }

  /**
   * The product {@code alpha * s * A B + beta * C}. Operands: A [M, K] and B [K, N], or with the
   * same leading batch extent each; then s, rank 0, if {@code scaled} (else s is 1); then C [M, N]
   * if {@code beta} is not 0. Result: [M, N], with the batch extent if there is one.
   *
   * @param alpha a constant factor of the product
   * @param scaled whether a rank-0 operand multiplies the product too
   * @param beta the factor of C; 0 means there is no C
   */
  record MatrixProduct(double alpha, boolean scaled, double beta) implements Operation {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.matrixProduct(this);
    }

    @Override
    public boolean canFail() {
      return false;
    }
  }

  /**
   * Reduces one axis. Operand: any tensor. Result: its shape without the axis; INT32 for ARGMAX.
   *
   * @param op how to reduce
   * @param axis the axis, from 0
   */
  record Reduction(ReductionOp op, int axis) implements Operation {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.reduction(this);
    }

    @Override
    public boolean canFail() {
      return false;
    }
  }

  /**
   * Picks rows. Operands: a source [N, …] and indices INT32 [R]. Result: [R, …], row r being row
   * indices[r] of the source.
   */
  record Gather() implements Operation {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.gather(this);
    }

    @Override
    public boolean canFail() {
      return true;
    }
  }

  /**
   * Adds rows up, the derivative of {@link Gather}. Operands: a source [R, …] and indices INT32
   * [R]. Result: [rows, …], row n being the sum of the source rows r with indices[r] = n, in order
   * of r.
   *
   * @param rows the first extent of the result
   */
  record ScatterAdd(int rows) implements Operation {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.scatterAdd(this);
    }

    @Override
    public boolean canFail() {
      return true;
    }
  }

  /**
   * Replaces rows. Operands: a tensor [N, …], indices INT32 [R], and rows [R, …] of its type.
   * Result: [N, …], row n being row r of the rows for the last r with indices[r] = n, and row n of
   * the tensor if there is none. A run reads all indices before it writes a row.
   */
  record WithRows() implements Operation {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.withRows(this);
    }

    @Override
    public boolean canFail() {
      return true;
    }
  }

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

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.assemble(this);
    }

    @Override
    public boolean canFail() {
      return false;
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
  record FoldKey(int n, boolean counted) implements Operation {
    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.foldKey(this);
    }

    @Override
    public boolean canFail() {
      return false;
    }
  }
}
