package org.latent4j.models.optimizer;

import org.latent4j.tensor.Tensor;

/**
 * The derivatives of a loss with respect to parameters, as an optimiser is given them. They need
 * not be formed: a gradient that is a sum of products can be added to something by the products
 * themselves, which saves memory traffic and is all that {@link Sgd} asks for.
 *
 * @param <P> the parameters
 */
public interface Gradient<P> {
  /**
   * Forms the derivatives.
   *
   * @return a tree of the structure, shapes and types of the parameters
   */
  P formed();

  /**
   * Computes {@code from - rate * gradient}.
   *
   * @param from of the structure, shapes and types of the parameters
   * @param rate FLOAT32 or FLOAT64 of rank 0; cast to the type of each parameter
   * @return the difference
   */
  P subtractedFrom(P from, Tensor rate);

  /**
   * Wraps derivatives that are there already, as {@code Gradients} gives them.
   *
   * @param derivatives a tree of the structure, shapes and types of the parameters
   * @param <P> the parameters
   * @return the gradient
   */
  static <P> Gradient<P> of(P derivatives) {
    return new FormedGradient<>(derivatives);
  }
}
