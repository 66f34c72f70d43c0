package org.latent4j.models.rbm;

import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * What an {@link Rbm} learns, or anything of the same shape such as a gradient of it.
 *
 * @param weights W [V, H], FLOAT32 or FLOAT64
 * @param visibleBias b [V], of the same type
 * @param hiddenBias c [H], of the same type
 */
public record RbmParameters(Tensor weights, Tensor visibleBias, Tensor hiddenBias) {
  /**
   * Checks types and shapes.
   *
   * @param weights W [V, H]
   * @param visibleBias b [V]
   * @param hiddenBias c [H]
   * @throws IllegalArgumentException if the types differ or are not floating, or the shapes do not
   *     fit each other
   */
  public RbmParameters {
    Shape shape = weights.shape();
    boolean fits =
        shape.rank() == 2
            && visibleBias.shape().equals(Shape.of(shape.dim(0)))
            && hiddenBias.shape().equals(Shape.of(shape.dim(1)));
    if (!fits) {
      throw new IllegalArgumentException(
          "rbm parameters: weights [V, H], visible bias [V] and hidden bias [H] are needed, but the"
              + " shapes are "
              + shape
              + ", "
              + visibleBias.shape()
              + " and "
              + hiddenBias.shape());
    }
    DataType type = weights.type();
    if (!type.isFloating() || visibleBias.type() != type || hiddenBias.type() != type) {
      throw new IllegalArgumentException(
          "rbm parameters: all must be FLOAT32 or all FLOAT64, but they are "
              + type
              + ", "
              + visibleBias.type()
              + " and "
              + hiddenBias.type()
              + "; use cast()");
    }
  }

  /**
   * Returns the element type of all parameters.
   *
   * @return FLOAT32 or FLOAT64
   */
  public DataType type() {
    return weights.type();
  }

  /**
   * Converts all parameters.
   *
   * @param target FLOAT32 or FLOAT64
   * @return the parameters in that type
   */
  public RbmParameters cast(DataType target) {
    return new RbmParameters(
        weights.cast(target), visibleBias.cast(target), hiddenBias.cast(target));
  }
}
