package org.latent4j.models.rbm;

import static org.latent4j.tensor.Functions.neg;
import static org.latent4j.tensor.Functions.softplus;

import org.latent4j.models.unit.BinaryUnits;
import org.latent4j.models.unit.Units;
import org.latent4j.tensor.Tensor;

/**
 * What is known of states before one of their visible units is turned to its other state.
 *
 * @param change [B, V], what turning adds to a unit
 * @param input [B, H], the input of the hidden units
 * @param cumulant [B], the cumulants of the hidden units, added up
 */
record TurnedUnits(Tensor change, Tensor input, Tensor cumulant) {

  /** Prepares states; values between the two states of a unit are rounded first. */
  static TurnedUnits of(Rbm rbm, RbmParameters p, Tensor v) {
    BinaryUnits units = binary(rbm);
    Tensor state = units.nearestState(v);
    Tensor input = rbm.hiddenInput(p, state);
    return new TurnedUnits(
        units.flip(state).sub(state), input, rbm.hidden().cumulant(input).sum(-1));
  }

  /**
   * The log-probabilities of n units given all others, {@code -softplus(F(v) - F(v with unit i
   * turned))}. Turning a unit adds a multiple of its row of the weights to the hidden input, which
   * is cheaper than the product anew.
   *
   * @param hidden the hidden layer
   * @param delta [B, n], the units' columns of the change
   * @param weights the units' rows of the weights, [n, H] or [B, n, H]
   * @param bias the units' visible bias, [n] or [B, n]
   * @return [B, n]
   */
  Tensor logConditionals(Units hidden, Tensor delta, Tensor weights, Tensor bias) {
    Tensor moved = input.expand(1).add(delta.expand(2).mul(weights));
    Tensor rise = hidden.cumulant(moved).sum(-1).sub(cumulant.expand(1));
    return neg(softplus(rise.add(delta.mul(bias))));
  }

  private static BinaryUnits binary(Rbm rbm) {
    if (rbm.visible() instanceof BinaryUnits binary) {
      return binary;
    }
    throw new IllegalArgumentException(
        rbm
            + ": the pseudo-likelihood needs binary visible units, but they are "
            + rbm.visible().name());
  }
}
