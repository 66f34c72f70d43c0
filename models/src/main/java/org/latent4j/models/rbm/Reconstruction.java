package org.latent4j.models.rbm;

import static org.latent4j.tensor.Functions.neg;

import org.latent4j.tensor.Tensor;

/**
 * How well visible states come back from the means of the hidden units, v to E[h | v] to v'. A
 * cheap sign of progress, no measure of the model: chains that mix badly reconstruct well (Hinton
 * 2010, section 5).
 */
public final class Reconstruction {
  private Reconstruction() {}

  /**
   * Computes the reconstruction.
   *
   * @param rbm the machine
   * @param p its parameters
   * @param v [B, V]
   * @return the means of the visible units given the means of the hidden ones, [B, V]
   */
  public static Tensor mean(Rbm rbm, RbmParameters p, Tensor v) {
    return rbm.visibleMean(p, rbm.hiddenMean(p, v));
  }

  /**
   * Computes the squared error, averaged over the visible units.
   *
   * @param rbm the machine
   * @param p its parameters
   * @param v [B, V]
   * @return [B]
   */
  public static Tensor squaredError(Rbm rbm, RbmParameters p, Tensor v) {
    Tensor error = v.sub(mean(rbm, p, v));
    return error.mul(error).mean(-1);
  }

  /**
   * Computes the cross entropy {@code -log p(v | E[h | v])}, summed over the visible units; for
   * Bernoulli units {@code -sum_i v_i log v'_i + (1 - v_i) log(1 - v'_i)}.
   *
   * @param rbm the machine
   * @param p its parameters
   * @param v [B, V]
   * @return [B], in nats
   */
  public static Tensor crossEntropy(Rbm rbm, RbmParameters p, Tensor v) {
    Tensor input = rbm.visibleInput(p, rbm.hiddenMean(p, v));
    return neg(rbm.visible().logProbability(input, v));
  }
}
