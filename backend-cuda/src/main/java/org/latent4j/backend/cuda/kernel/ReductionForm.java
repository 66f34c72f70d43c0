package org.latent4j.backend.cuda.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Expression;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * What distinguishes one kernel of a reduction from another.
 *
 * @param op how to reduce
 * @param computeType the type of the elements
 * @param skeleton what makes the elements; null where they are the results of segments
 * @param inputs one per input of the expression: SCALAR, REPEATED along the axis, or STRIDED
 * @param keys one per key
 * @param stores the types that the outputs of the expression but the first are stored as
 * @param out the type stored; null where the results of segments are kept for a second kernel
 * @param sequel what is stored instead, if anything is made of the results
 * @param rank the number of axes that are left
 * @param lanes threads of one result
 * @param ahead elements that a lane loads before it uses the first of them
 * @param along whether neighbouring threads take neighbours along the axis
 * @param wide whether indices need 64 bits
 */
record ReductionForm(
    ReductionOp op,
    DataType computeType,
    @Nullable Expression skeleton,
    List<OperandForm> inputs,
    List<KeyForm> keys,
    List<ElementType> stores,
    @Nullable ElementType out,
    @Nullable SequelForm sequel,
    int rank,
    int lanes,
    int ahead,
    boolean along,
    boolean wide) {

  boolean isSum() {
    return op == ReductionOp.SUM;
  }

  boolean hasIndex() {
    return op == ReductionOp.ARGMAX;
  }

  /** The type of the elements in CUDA C. */
  String elementType() {
    return computeType.cuda();
  }

  /** The type of what has been reduced so far: sums go on in float64. */
  String valueType() {
    return isSum() ? "double" : elementType();
  }

  int columns() {
    return ReductionSplit.THREADS / lanes;
  }
}
