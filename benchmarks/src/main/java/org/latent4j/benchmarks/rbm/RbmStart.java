package org.latent4j.benchmarks.rbm;

import static org.latent4j.tensor.Draws.bernoulli;

import org.latent4j.backend.Backend;
import org.latent4j.models.network.Initialization;
import org.latent4j.models.rbm.InitialParameters;
import org.latent4j.models.rbm.Rbm;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.models.unit.Units;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * What every step starts from, the same on all backends and for other libraries.
 *
 * @param rbm Bernoulli units
 * @param parameters weights of standard deviation 0.01, biases 0
 * @param data [B, V], zeros and ones with equal odds
 * @param chains [B, H], zeros and ones with equal odds
 * @param rate rank 0, so small that learning leaves the numbers what they are
 * @param step INT32 rank 0, 0
 * @param key the key that every step folds its number into
 */
public record RbmStart(
    Rbm rbm,
    RbmParameters parameters,
    Tensor data,
    Tensor chains,
    Tensor rate,
    Tensor step,
    RandomKey key) {

  /**
   * Makes the start.
   *
   * @param backend where the tensors will live
   * @param size the extents
   * @return new tensors, which belong to the innermost open scope
   */
  public static RbmStart of(Backend backend, RbmSize size) {
    RandomKey key = RandomKey.of(7);
    Rbm rbm = Rbm.of(Units.bernoulli(size.visible()), Units.bernoulli(size.hidden()));
    return new RbmStart(
        rbm,
        InitialParameters.draw(
            rbm, Initialization.normal(0.01), backend, DataType.FLOAT32, key.fold(0)),
        coins(backend, key.fold(1), size.batch(), size.visible()),
        coins(backend, key.fold(2), size.batch(), size.hidden()),
        Tensor.full(backend, DataType.FLOAT32, 1e-4),
        Tensor.full(backend, DataType.INT32, 0),
        key.fold(3));
  }

  /**
   * Returns the same start with biases of 200 and -200 in turns, which leave nothing to chance, so
   * that libraries with different random numbers can be compared.
   *
   * @return new biases beside the other tensors
   */
  public RbmStart decided() {
    RbmParameters p = parameters;
    return new RbmStart(
        rbm,
        new RbmParameters(p.weights(), decided(p.visibleBias()), decided(p.hiddenBias())),
        data,
        chains,
        rate,
        step,
        key);
  }

  private static Tensor decided(Tensor like) {
    float[] bias = like.toFloats();
    for (int i = 0; i < bias.length; i++) {
      bias[i] = i % 2 == 0 ? 200 : -200;
    }
    return Tensor.of(like.backend(), bias, bias.length);
  }

  private static Tensor coins(Backend backend, RandomKey key, int rows, int columns) {
    return Scope.within(
        () -> bernoulli(key, Tensor.full(backend, DataType.FLOAT32, 0.5, rows, columns)).keep());
  }
}
