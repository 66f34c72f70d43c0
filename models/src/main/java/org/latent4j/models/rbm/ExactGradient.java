package org.latent4j.models.rbm;

import static org.latent4j.tensor.Functions.indexLike;
import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.softmax;

import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * Exact expectations of a small machine, by enumeration of the layer that has fewer states. Pure
 * functions, to be used eagerly or in a program; all states are in memory at once.
 */
public final class ExactGradient {
  /** The most states that are enumerated: 2<sup>14</sup>. */
  public static final long MAX_STATES = 1L << 14;

  private ExactGradient() {}

  /**
   * Computes the gradient of the mean log-likelihood of some data.
   *
   * @param rbm the machine
   * @param p its parameters
   * @param data [B, V]
   * @return the derivatives, to be added to the parameters to ascend
   * @throws IllegalArgumentException if neither side has {@link #MAX_STATES} states or less
   */
  public static RbmParameters of(Rbm rbm, RbmParameters p, Tensor data) {
    RbmParameters model = modelMeans(rbm, p);
    Tensor hidden = rbm.hiddenMean(p, data);
    Tensor scaled = hidden.div(data.shape().dim(0));
    return new RbmParameters(
        data.transpose().matmul(scaled).sub(model.weights()),
        data.mean(0).sub(model.visibleBias()),
        hidden.mean(0).sub(model.hiddenBias()));
  }

  /**
   * Computes the expectations of the statistics under the model.
   *
   * @param rbm the machine
   * @param p its parameters
   * @return {@code <v h>} in place of the weights, {@code <v>} and {@code <h>} in place of the
   *     biases
   * @throws IllegalArgumentException if neither side has {@link #MAX_STATES} states or less
   */
  public static RbmParameters modelMeans(Rbm rbm, RbmParameters p) {
    SmallerSide side = SmallerSide.of("the exact gradient", rbm, MAX_STATES);
    int count = (int) side.stateCount();
    Tensor zeros = Tensor.full(p.weights().backend(), DataType.FLOAT64, 0, count);
    Tensor states = side.states(indexLike(zeros, 0), p.type());
    Tensor probabilities = softmax(neg(side.freeEnergy(p, states)), 0).expand(1);
    Tensor weighted = states.mul(probabilities);
    Tensor others = side.meanOfOther(p, states);
    Tensor mean = weighted.sum(0);
    Tensor meanOfOther = others.mul(probabilities).sum(0);
    return side.isHidden()
        ? new RbmParameters(others.transpose().matmul(weighted), meanOfOther, mean)
        : new RbmParameters(weighted.transpose().matmul(others), mean, meanOfOther);
  }
}
