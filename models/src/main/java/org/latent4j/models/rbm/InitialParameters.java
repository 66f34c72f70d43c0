package org.latent4j.models.rbm;

import org.latent4j.backend.Backend;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * Where learning starts: random weights, and biases of 0 unless {@link #visibleBias} gives better
 * ones. Hinton 2010, section 8, takes normal weights with a standard deviation of 0.01.
 */
public final class InitialParameters {
  private InitialParameters() {}

  /**
   * Makes the parameters of a machine: drawn weights, biases of 0.
   *
   * @param rbm the machine
   * @param initialization how the weights are drawn
   * @param backend where the tensors will live
   * @param type FLOAT32 or FLOAT64
   * @param key the source of the draws
   * @return new tensors, which belong to the innermost open scope
   */
  public static RbmParameters draw(
      Rbm rbm, Initialization initialization, Backend backend, DataType type, RandomKey key) {
    int visible = rbm.visible().size();
    int hidden = rbm.hidden().size();
    Tensor weights =
        Scope.within(
            () ->
                initialization.weights(key, Tensor.full(backend, type, 0, visible, hidden)).keep());
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
  public static Tensor visibleBias(Units units, Tensor mean, long rows) {
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
}
