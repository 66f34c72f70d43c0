package org.latent4j.models.network;

import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.lt;

import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * Noise that sets units to 0 at random while a network is trained (Srivastava et al. 2014,
 * <i>Dropout: a simple way to prevent neural networks from overfitting</i>). A network that is used
 * leaves it out.
 */
public final class Dropout {
  private Dropout() {}

  /**
   * Sets every element to 0 with a probability and divides the others by what is left of 1, so that
   * the mean stays the same (inverted dropout).
   *
   * @param key the source of the draws; not to be used for anything else
   * @param x FLOAT32 or FLOAT64
   * @param probability of an element to be dropped, from 0 to below 1
   * @return the results, of the shape and type of x; x itself if the probability is 0
   * @throws IllegalArgumentException if the probability is out of range
   */
  public static Tensor apply(RandomKey key, Tensor x, double probability) {
    requireProbability(probability);
    if (probability == 0) {
      return x;
    }
    double kept = 1 - probability;
    return x.mul(lt(uniformLike(key, x), kept).mul(1 / kept));
  }

  static void requireProbability(double probability) {
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException(
          "dropout: the probability to drop a unit must be in [0, 1), not " + probability);
    }
  }
}
