package org.latent4j.models.optimizer;

import static org.latent4j.tensor.Functions.div;
import static org.latent4j.tensor.Functions.max;
import static org.latent4j.tensor.Functions.sqrt;
import static org.latent4j.tensor.Functions.square;

import org.latent4j.models.schedule.Interval;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/**
 * A bound on the Euclidean norm of the weights that lead into each unit: after an update, weights
 * that are longer are scaled back to it (Srebro and Shraibman 2005; with dropout, Srivastava et al.
 * 2014).
 *
 * <pre>{@code
 * OptimizerState<P> moved = optimizer.update(state, gradient, rate);
 * return moved.withParameters(new MaxNorm(3).apply(moved.parameters()));
 * }</pre>
 *
 * @param bound positive and finite; usually 3 or 4
 */
public record MaxNorm(double bound) {
  /**
   * Checks the bound.
   *
   * @param bound positive and finite
   * @throws IllegalArgumentException if it is not
   */
  public MaxNorm {
    Interval.POSITIVE.require("max-norm: the bound", bound);
  }

  /**
   * Scales back what is too long. Biases, which have rank 1, stay as they are.
   *
   * @param parameters a tree of FLOAT32 and FLOAT64 tensors; the columns of those of rank 2 or more
   *     are bounded
   * @param <P> the parameters
   * @return the bounded parameters
   * @throws IllegalArgumentException if a leaf is not a floating tensor
   */
  public <P> P apply(P parameters) {
    Leaves.tensors(parameters);
    return TensorTree.mapTensors(parameters, this::bounded);
  }

  private Tensor bounded(Tensor parameter) {
    if (!Leaves.isWeights(parameter)) {
      return parameter;
    }
    Tensor norm = sqrt(square(parameter).sum(-2));
    return parameter.mul(div(bound, max(norm, bound)).expand(-2));
  }
}
