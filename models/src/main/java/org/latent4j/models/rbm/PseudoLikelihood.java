package org.latent4j.models.rbm;

import static org.latent4j.tensor.Functions.eq;
import static org.latent4j.tensor.Functions.floor;
import static org.latent4j.tensor.Functions.indexLike;
import static org.latent4j.tensor.Functions.min;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Random.uniformLike;

import org.latent4j.models.unit.BinaryUnits;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * The log pseudo-likelihood, a score that needs no partition function (Besag 1975, <i>Statistical
 * analysis of non-lattice data</i>):
 *
 * <pre>{@code
 * PL(v) = sum_i log p(v_i | all other v) = -sum_i softplus(F(v) - F(v with unit i turned))
 * }</pre>
 *
 * <p>Turning unit i changes the hidden input by one row of the weights, which is added rather than
 * the product computed anew. Visible units must be binary; values between the two states are
 * rounded to the nearer one, since the score is one of states. Results are in nats per example.
 */
public final class PseudoLikelihood {
  /** Elements of the largest intermediate tensor, unless one unit needs more. */
  private static final int BLOCK_ELEMENTS = 1 << 18;

  private final Rbm rbm;
  private final RbmParameters p;
  private final Tensor change;
  private final Tensor input;
  private final Tensor cumulant;

  private PseudoLikelihood(Rbm rbm, RbmParameters p, Tensor v) {
    BinaryUnits units = binary(rbm);
    Tensor state = units.nearestState(v);
    this.rbm = rbm;
    this.p = p;
    this.change = units.flip(state).sub(state);
    this.input = rbm.hiddenInput(p, state);
    this.cumulant = rbm.hidden().cumulant(input).sum(-1);
  }

  /**
   * Computes the log pseudo-likelihood from all units.
   *
   * @param rbm the machine
   * @param p its parameters
   * @param v [B, V]
   * @return [B]
   * @throws IllegalArgumentException if the visible units are not binary
   */
  public static Tensor exact(Rbm rbm, RbmParameters p, Tensor v) {
    return new PseudoLikelihood(rbm, p, v).ofAllUnits();
  }

  /**
   * Estimates the log pseudo-likelihood as V times the term of one unit, the same for all examples.
   * With the unit going up by one from batch to batch, this is the estimator of the Theano deep
   * learning tutorial (monitoring of a restricted Boltzmann machine).
   *
   * @param rbm the machine
   * @param p its parameters
   * @param v [B, V]
   * @param unit the visible unit, INT32 of rank 0, from 0 to V - 1
   * @return [B]
   * @throws IllegalArgumentException if the visible units are not binary
   */
  public static Tensor ofUnit(Rbm rbm, RbmParameters p, Tensor v, Tensor unit) {
    PseudoLikelihood likelihood = new PseudoLikelihood(rbm, p, v);
    Tensor index = unit.reshape(1);
    Tensor delta = likelihood.change.transpose().gather(index).transpose();
    return likelihood.scaled(index, delta);
  }

  /**
   * Estimates the log pseudo-likelihood as V times the term of one unit that is drawn for each
   * example. The estimate is unbiased.
   *
   * @param key the source of the draws
   * @param rbm the machine
   * @param p its parameters
   * @param v [B, V]
   * @return [B]
   * @throws IllegalArgumentException if the visible units are not binary
   */
  public static Tensor ofRandomUnits(RandomKey key, Rbm rbm, RbmParameters p, Tensor v) {
    PseudoLikelihood likelihood = new PseudoLikelihood(rbm, p, v);
    int size = rbm.visible().size();
    Tensor number = min(floor(uniformLike(key, likelihood.cumulant).mul(size)), size - 1);
    Tensor chosen = eq(indexLike(likelihood.change, 1), number.expand(1));
    Tensor delta = likelihood.change.mul(chosen).sum(1).expand(1);
    return likelihood.scaled(number.cast(DataType.INT32), delta);
  }

  private Tensor ofAllUnits() {
    int size = rbm.visible().size();
    long elementsOfUnit = Math.max(1, input.shape().size());
    int block = (int) Math.max(1, Math.min(size, BLOCK_ELEMENTS / elementsOfUnit));
    Tensor sum = ofUnits(0, block);
    for (int from = block; from < size; from += block) {
      sum = sum.add(ofUnits(from, Math.min(size, from + block)));
    }
    return sum;
  }

  /** The sum of the terms of some units, [B]. */
  private Tensor ofUnits(int from, int to) {
    Tensor delta = change.slice(1, from, to);
    Tensor moved = input.expand(1).add(delta.expand(2).mul(p.weights().slice(0, from, to)));
    Tensor rise = rbm.hidden().cumulant(moved).sum(-1).sub(cumulant.expand(1));
    return softplus(rise.add(delta.mul(p.visibleBias().slice(0, from, to)))).sum(1).mul(-1);
  }

  /** V times the terms of given units, one for all examples or one for each. */
  private Tensor scaled(Tensor units, Tensor delta) {
    Tensor moved = input.add(delta.mul(p.weights().gather(units)));
    Tensor rise = rbm.hidden().cumulant(moved).sum(-1).sub(cumulant);
    Tensor bias = p.visibleBias().gather(units).expand(1);
    return softplus(rise.add(delta.mul(bias).sum(1))).mul(-rbm.visible().size());
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
