package org.latent4j.backend.cuda.kernel;

import java.util.List;
import java.util.function.Predicate;
import org.latent4j.graph.Expression;

/**
 * What distinguishes one elementwise kernel from another. Everything else is a parameter.
 *
 * @param skeleton the expression with all but a few numbers taken out
 * @param inputs one per input of the original expression
 * @param outputs one per output
 * @param keys one per key
 * @param rank the number of axes
 * @param width how many neighbouring elements a thread computes at a time
 * @param whole whether the inner extent is a multiple of the width
 * @param wide whether indices need 64 bits
 * @param paired whether the draws of a chunk are words of whole blocks, whose counters differ in
 *     their lower words alone
 * @param shared whether one thread derives the child keys for all of its block
 */
record ElementwiseForm(
    Expression skeleton,
    List<OperandForm> inputs,
    List<OperandForm> outputs,
    List<KeyForm> keys,
    int rank,
    int width,
    boolean whole,
    boolean wide,
    boolean paired,
    boolean shared) {

  ElementType computeType() {
    return ElementType.of(skeleton.computeType());
  }

  /** Whether an operand needs the coordinates along the outer axes. */
  boolean needsCoordinates() {
    return any(operand -> operand.access() != Access.SCALAR);
  }

  /** Whether an operand needs the position along the inner axis. */
  boolean needsColumn() {
    return !whole
        || any(operand -> operand.access() == Access.VECTOR || operand.access() == Access.STRIDED);
  }

  private boolean any(Predicate<OperandForm> wanted) {
    return inputs.stream().anyMatch(wanted) || outputs.stream().anyMatch(wanted);
  }
}
