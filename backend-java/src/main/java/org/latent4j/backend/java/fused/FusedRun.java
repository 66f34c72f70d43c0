package org.latent4j.backend.java.fused;

import java.util.List;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/**
 * Arithmetic that one loop does for each element: steps that refer to earlier steps by their
 * number, and which of them are kept. An array that is read may also be written, because a loop
 * reads all before it writes.
 *
 * @param type FLOAT32 or FLOAT64
 * @param steps the steps in their order
 * @param stores what is kept
 */
public record FusedRun(DataType type, List<Step> steps, List<Store> stores) {
  /**
   * How many operations a loop may have that touches no array; each array counts as {@link
   * #ARRAY_WEIGHT} operations. The virtual machine of Java 17 does not vectorise larger ones.
   */
  private static final int LARGEST = 42;

  private static final int ARRAY_WEIGHT = 5;

  /** A number that a loop computes or reads. */
  public sealed interface Step {}

  /**
   * The element of an array.
   *
   * @param register which array
   */
  public record Element(int register) implements Step {}

  /**
   * The same number for all elements.
   *
   * @param number which of the scalars
   */
  public record Scalar(int number) implements Step {}

  /**
   * An operation on one number.
   *
   * @param op an operation that {@link #takes(UnaryOp)} accepts
   * @param operand the step it is applied to
   */
  public record Unary(UnaryOp op, int operand) implements Step {}

  /**
   * An operation on two numbers.
   *
   * @param op an operation that {@link #takes(BinaryOp)} accepts
   * @param left the step on the left
   * @param right the step on the right
   */
  public record Binary(BinaryOp op, int left, int right) implements Step {}

  /**
   * 1 if u &lt; p, else 0; NaN if p is NaN.
   *
   * @param uniform the step of u, which is in [0, 1)
   * @param probability the step of p
   */
  public record Bernoulli(int uniform, int probability) implements Step {}

  /**
   * A number that is kept.
   *
   * @param step the step that computes it
   * @param register the array that it is written to
   */
  public record Store(int step, int register) {}

  /**
   * Copies the lists.
   *
   * @param type FLOAT32 or FLOAT64
   * @param steps the steps in their order
   * @param stores what is kept
   */
  public FusedRun {
    steps = List.copyOf(steps);
    stores = List.copyOf(stores);
  }

  /**
   * Says whether a loop over an operation is vectorised.
   *
   * @param op the operation
   * @return whether a run may contain it
   */
  public static boolean takes(UnaryOp op) {
    return switch (op) {
      case NEG, ABS, SIGN, SQRT -> true;
      default -> false;
    };
  }

  /**
   * Says whether a loop over an operation is vectorised.
   *
   * @param op the operation
   * @return whether a run may contain it
   */
  public static boolean takes(BinaryOp op) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, MIN, MAX -> true;
      default -> false;
    };
  }

  /**
   * Says whether a loop of a size is vectorised.
   *
   * @param operations how many operations it has
   * @param arrays how many different arrays it reads or writes
   * @return whether a run may be so large
   */
  public static boolean fits(int operations, int arrays) {
    return operations + ARRAY_WEIGHT * arrays <= LARGEST;
  }
}
