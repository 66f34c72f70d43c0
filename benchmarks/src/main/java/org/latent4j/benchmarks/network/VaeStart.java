package org.latent4j.benchmarks.network;

import static org.latent4j.tensor.Functions.lt;

import java.util.ArrayList;
import java.util.Collections;
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
 * What every training step of the variational autoencoder starts from, the same on all backends and
 * for other libraries. The encoder's last layer gives the means of the latent variables and, after
 * them, the logarithms of their variances; the decoder gives log odds of the pixels.
 *
 * @param encoder rectified units, then twice as many outputs as there are latent variables
 * @param decoder the same widths backwards
 * @param parameters those of the encoder, then those of the decoder
 * @param data [B, V], zeros and ones with equal odds
 * @param key the key that every step folds its number into
 */
public record VaeStart(
    Mlp encoder, Mlp decoder, List<Dense> parameters, Tensor data, RandomKey key) {
  /**
   * Makes the start.
   *
   * @param backend where the tensors will live
   * @param layers the widths from the data to the latent variables, such as {@code 784-200-200-50}
   * @param batch B
   * @return new tensors, which belong to the innermost open scope
   */
  public static VaeStart of(Backend backend, String layers, int batch) {
    RandomKey key = RandomKey.of(13);
    List<Integer> widths = NetworkSize.parse(layers);
    List<Integer> hidden = widths.subList(0, widths.size() - 1);
    List<Integer> backwards = new ArrayList<>(widths);
    Collections.reverse(backwards);
    Mlp encoder =
        ClassifierStart.rectified(hidden)
            .layer(2 * widths.get(widths.size() - 1), Activation.IDENTITY);
    Mlp decoder =
        ClassifierStart.rectified(backwards.subList(0, hidden.size()))
            .layer(widths.get(0), Activation.IDENTITY);
    List<Dense> parameters = new ArrayList<>();
    parameters.addAll(encoder.draw(backend, DataType.FLOAT32, key.fold(0)));
    parameters.addAll(decoder.draw(backend, DataType.FLOAT32, key.fold(1)));
    Tensor data =
        Scope.within(
            () ->
                lt(ClassifierStart.uniforms(backend, key.fold(2), batch, widths.get(0)), 0.5)
                    .keep());
    return new VaeStart(encoder, decoder, parameters, data, key.fold(3));
  }

  /**
   * Returns the number of latent variables.
   *
   * @return half as many as the encoder has outputs
   */
  public int latent() {
    return encoder.outputs() / 2;
  }

  /**
   * Returns the same start with next to no noise in the latent variables, whose log variances start
   * at -30, so that libraries with different random numbers can be compared.
   *
   * @return new parameters beside the others
   */
  public VaeStart quiet() {
    List<Dense> changed = new ArrayList<>(parameters);
    int last = encoder.layers().size() - 1;
    Dense head = parameters.get(last);
    float[] bias = head.bias().toFloats();
    for (int i = latent(); i < bias.length; i++) {
      bias[i] = -30;
    }
    changed.set(
        last, new Dense(head.weights(), Tensor.of(head.bias().backend(), bias, bias.length)));
    return new VaeStart(encoder, decoder, changed, data, key);
  }
}
