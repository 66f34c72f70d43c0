package org.latent4j.models.unit;

import org.latent4j.tensor.Tensor;

/**
 * Units with two states of equal base measure, so that turning unit i from x to y changes the
 * energy of the layer by {@code -a_i (y_i - x_i)}.
 */
public interface BinaryUnits extends DiscreteUnits {
  /**
   * Turns every unit to its other state.
   *
   * @param x states [..., n]
   * @return [..., n]
   */
  Tensor flip(Tensor x);

  /**
   * Rounds values between the two states.
   *
   * @param x [..., n]
   * @return the nearer state, the lower one halfway; NaN stays NaN
   */
  Tensor nearestState(Tensor x);
}
