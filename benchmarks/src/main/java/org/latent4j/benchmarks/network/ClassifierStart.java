package org.latent4j.benchmarks.network;

import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.floor;

import java.util.List;
import org.latent4j.backend.Backend;
import org.latent4j.models.network.Activation;
import org.latent4j.models.network.Dense;
import org.latent4j.models.network.Mlp;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * What every training step of the classifier starts from, the same on all backends and for other
 * libraries.
 *
 * @param network dense layers with rectified units, the last one without
 * @param parameters its parameters
 * @param data [B, inputs], uniform in [0, 1)
 * @param labels INT32 [B]
 */
public record ClassifierStart(Mlp network, List<Dense> parameters, Tensor data, Tensor labels) {
  /**
   * A learning rate so small that the network stays what it is, however long it is measured. With a
   * usual one it would learn its only batch by heart, and vanishing gradients are slow numbers.
   */
  public static final double SMALL_RATE = 1e-7;

  /**
   * Makes the start.
   *
   * @param backend where the tensors will live
   * @param layers the widths, such as {@code 784-500-500-10}
   * @param batch B
   * @return new tensors, which belong to the innermost open scope
   */
  public static ClassifierStart of(Backend backend, String layers, int batch) {
    RandomKey key = RandomKey.of(11);
    List<Integer> widths = NetworkSize.parse(layers);
    int classes = widths.get(widths.size() - 1);
    Mlp network =
        rectified(widths.subList(0, widths.size() - 1)).layer(classes, Activation.IDENTITY);
    Tensor data = uniforms(backend, key.fold(1), batch, widths.get(0));
    Tensor labels =
        Scope.within(
            () ->
                floor(uniforms(backend, key.fold(2), batch, 1).mul(classes))
                    .reshape(batch)
                    .cast(DataType.INT32)
                    .keep());
    return new ClassifierStart(
        network, network.draw(backend, DataType.FLOAT32, key.fold(0)), data, labels);
  }

  /** A network whose layers are all of rectified units. */
  static Mlp rectified(List<Integer> widths) {
    Mlp network = Mlp.inputs(widths.get(0));
    for (int width : widths.subList(1, widths.size())) {
      network = network.layer(width, Activation.RELU);
    }
    return network;
  }

  static Tensor uniforms(Backend backend, RandomKey key, int rows, int columns) {
    return Scope.within(
        () -> uniformLike(key, Tensor.full(backend, DataType.FLOAT32, 0, rows, columns)).keep());
  }
}
