package org.latent4j.models.rbm;

import static org.latent4j.tensor.Random.normalLike;
import static org.latent4j.tensor.Random.uniformLike;

import org.latent4j.backend.Backend;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * Where learning starts: random weights, and biases of 0 unless {@link #visibleBias} gives better
 * ones.
 */
public sealed interface Initialization {
  /**
   * Draws weights.
   *
   * @param key the source of the draws; not to be used for anything else
   * @param like [V, H], gives shape and type
   * @return the weights, a new tensor
   */
  Tensor weights(RandomKey key, Tensor like);

  /**
   * Draws weights from the normal distribution of mean 0; Hinton 2010 (section 8) takes a standard
   * deviation of 0.01.
   *
   * @param standardDeviation finite, at least 0
   * @return the initialization
   * @throws IllegalArgumentException if the standard deviation is not such a number
   */
  static Initialization normal(double standardDeviation) {
    return new Normal(standardDeviation);
  }

  /**
   * Draws weights uniformly from [-bound, bound).
   *
   * @param bound finite, at least 0
   * @return the initialization
   * @throws IllegalArgumentException if the bound is not such a number
   */
  static Initialization uniform(double bound) {
    return new Uniform(bound);
  }

  /**
   * Draws weights uniformly within {@code 4 sqrt(6 / (V + H))}, which keeps sigmoid units in their
   * linear range (Glorot and Bengio 2010, <i>Understanding the difficulty of training deep
   * feedforward neural networks</i>, with the factor 4 for the logistic sigmoid).
   *
   * @return the initialization
   */
  static Initialization glorotSigmoid() {
    return new GlorotSigmoid();
  }

  /**
   * Makes the parameters of a machine: drawn weights, biases of 0.
   *
   * @param rbm the machine
   * @param backend where the tensors will live
   * @param type FLOAT32 or FLOAT64
   * @param key the source of the draws
   * @return new tensors, which belong to the innermost open scope
   */
  default RbmParameters parameters(Rbm rbm, Backend backend, DataType type, RandomKey key) {
    int visible = rbm.visible().size();
    int hidden = rbm.hidden().size();
    Tensor weights =
        Scope.within(() -> weights(key, Tensor.full(backend, type, 0, visible, hidden)).keep());
    return new RbmParameters(
        weights, Tensor.full(backend, type, 0, visible), Tensor.full(backend, type, 0, hidden));
  }

  /**
   * Computes the visible bias at which units without any other input have the means of the data;
   * for Bernoulli units the log odds {@code log(p / (1 - p))} of Hinton 2010, section 8. The means
   * are drawn towards that of a unit without bias, with the weight of two examples, so that a
   * column that never changes gets a finite bias.
   *
   * @param units the visible layer
   * @param mean [V], the means of the columns over the data
   * @param rows the number of examples they are means of, at least 1
   * @return [V]
   * @throws IllegalArgumentException if there is no row
   */
  static Tensor visibleBias(Units units, Tensor mean, long rows) {
    if (rows < 1) {
      throw new IllegalArgumentException(
          "visible bias: means of at least 1 row are needed, but there are " + rows);
    }
    return Scope.within(
        () -> {
          Tensor prior = units.mean(Tensor.full(mean.backend(), mean.type(), 0, units.size()));
          Tensor shrunk = mean.mul((double) rows).add(prior.mul(2)).div(rows + 2.0);
          return units.inputOfMean(shrunk).keep();
        });
  }

  /**
   * Normal weights.
   *
   * @param standardDeviation their standard deviation
   */
  record Normal(double standardDeviation) implements Initialization {
    /**
     * Checks the standard deviation.
     *
     * @param standardDeviation finite, at least 0
     */
    public Normal {
      requireSpread("standard deviation", standardDeviation);
    }

    @Override
    public Tensor weights(RandomKey key, Tensor like) {
      return normalLike(key, like).mul(standardDeviation);
    }
  }

  /**
   * Uniform weights.
   *
   * @param bound their largest absolute value
   */
  record Uniform(double bound) implements Initialization {
    /**
     * Checks the bound.
     *
     * @param bound finite, at least 0
     */
    public Uniform {
      requireSpread("bound", bound);
    }

    @Override
    public Tensor weights(RandomKey key, Tensor like) {
      return uniformLike(key, like).mul(2 * bound).sub(bound);
    }
  }

  /** Uniform weights within a bound that depends on the sizes of the layers. */
  record GlorotSigmoid() implements Initialization {
    @Override
    public Tensor weights(RandomKey key, Tensor like) {
      double bound = 4 * Math.sqrt(6.0 / (like.shape().dim(0) + like.shape().dim(1)));
      return new Uniform(bound).weights(key, like);
    }
  }

  private static void requireSpread(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "initial weights: the " + what + " must be finite and at least 0, but is " + value);
    }
  }
}
