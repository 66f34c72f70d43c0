package org.latent4j.op;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** The functions of all numbers along one axis. */
public enum ReductionOp {
  /**
   * The sum; 0 for no numbers. NaN if one of them is NaN or both infinities occur. Stored as INT32
   * it saturates.
   */
  SUM(values -> Arrays.stream(values).sum()),

  /** The largest number; NaN if one of them is NaN. Needs at least one number. */
  MAX(values -> Arrays.stream(values).reduce(Double.NEGATIVE_INFINITY, Math::max)),

  /** The smallest number; NaN if one of them is NaN. Needs at least one number. */
  MIN(values -> Arrays.stream(values).reduce(Double.POSITIVE_INFINITY, Math::min)),

  /**
   * The index of the first largest number, counted from 0. A NaN counts as larger than every
   * number, so the first NaN wins. Needs at least one number; the result is {@link DataType#INT32}.
   */
  ARGMAX(ReductionOp::indexOfMaximum);

  @SuppressWarnings("ImmutableEnumChecker") // the definitions above keep no state
  private final ToDoubleFunction<double[]> definition;

  ReductionOp(ToDoubleFunction<double[]> definition) {
    this.definition = definition;
  }

  /**
   * Tells whether the reduction of no numbers has a value.
   *
   * @return true for {@link #SUM}
   */
  public boolean acceptsEmpty() {
    return this == SUM;
  }

  /**
   * Returns the type of the result.
   *
   * @param type the type of the numbers
   * @return {@link DataType#INT32} for {@link #ARGMAX}, else the type itself
   */
  public DataType resultType(DataType type) {
    return this == ARGMAX ? DataType.INT32 : type;
  }

  /**
   * Evaluates the definition. The sum is compensated: its error does not grow with the count.
   *
   * @param values the numbers along the axis, in order; not modified
   * @return op(values)
   * @throws IllegalArgumentException if there are no numbers and the reduction needs one
   */
  public double apply(double... values) {
    if (values.length == 0 && !acceptsEmpty()) {
      throw new IllegalArgumentException(
          this + ": needs at least one number, got none; only SUM has a value on an empty axis");
    }
    return definition.applyAsDouble(values);
  }

  /**
   * Returns how two partial results combine, as an expression of CUDA C: a format for {@link
   * String#formatted(Object...)} with two arguments, the names of variables of the type computed
   * in, the earlier part first. For {@link #ARGMAX} it is the condition under which the later
   * number replaces the earlier one as the maximum, the index going with it.
   *
   * @param type the type computed in, {@link DataType#FLOAT32} or {@link DataType#FLOAT64}
   * @return the format
   * @throws IllegalArgumentException if the type is an integer type
   */
  public String cuda(DataType type) {
    return switch (this) {
      case SUM -> BinaryOp.ADD.cuda(type);
      case MAX -> BinaryOp.MAX.cuda(type);
      case MIN -> BinaryOp.MIN.cuda(type);
      case ARGMAX ->
          CudaTemplate.forType(
              this, "(%2$s > %1$s || (%2$s != %2$s && %1$s == %1$s) ? 1 : 0)", type);
    };
  }

  /**
   * Builds the weight with which the adjoint of the result passes back to one number. For {@link
   * #MAX} and {@link #MIN} it is 1 for each number that equals the result; where several do, the
   * caller divides by their count, so that the weights along the axis sum to 1.
   *
   * @param <T> the carrier
   * @param g the algebra to build in
   * @param x the number
   * @param y the result, repeated along the axis
   * @return 1 for {@link #SUM}, the indicator of x = y for {@link #MAX} and {@link #MIN}, 0 for
   *     {@link #ARGMAX}
   */
  public <T> T derivative(Algebra<T> g, T x, T y) {
    return switch (this) {
      case SUM -> g.constant(1);
      case MAX, MIN -> g.binary(BinaryOp.EQ, x, y);
      case ARGMAX -> g.constant(0);
    };
  }

  private static double indexOfMaximum(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length && !Double.isNaN(values[best]); i++) {
      if (!(values[i] <= values[best])) {
        best = i;
      }
    }
    return best;
  }
}
