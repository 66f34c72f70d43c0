package org.latent4j.benchmarks.pytorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.latent4j.models.network.Dense;

/** Weights and biases of dense layers as views of one flat tensor, and their gradients likewise. */
final class FlatParameters {
  private final Tensor values;
  private final Tensor gradients;
  private final List<Tensor> parts = new ArrayList<>();
  private final List<Tensor> gradientParts = new ArrayList<>();

  FlatParameters(List<Dense> layers) {
    long size = 0;
    for (Dense layer : layers) {
      size += layer.weights().shape().size() + layer.bias().shape().size();
    }
    values = Torch.empty(size);
    gradients = Torch.zeros(size);
    long at = 0;
    for (Dense layer : layers) {
      at = add(at, Torch.copyOf(layer.weights()), layer.inputs(), layer.outputs());
      at = add(at, Torch.copyOf(layer.bias()), layer.outputs());
    }
  }

  private long add(long at, Tensor initial, long... shape) {
    long size = initial.numel();
    Tensor part = values.narrow(0, at, size).view(shape);
    part.copy_(initial);
    parts.add(part);
    gradientParts.add(gradients.narrow(0, at, size).view(shape));
    return at + size;
  }

  FlatAdam adam(double rate) {
    return new FlatAdam(values, gradients, rate);
  }

  /** W [inputs, outputs] of a layer. */
  Tensor weights(int layer) {
    return parts.get(2 * layer);
  }

  Tensor bias(int layer) {
    return parts.get(2 * layer + 1);
  }

  Tensor weightsGradient(int layer) {
    return gradientParts.get(2 * layer);
  }

  Tensor biasGradient(int layer) {
    return gradientParts.get(2 * layer + 1);
  }

  /** Copies weights and biases, layer by layer. */
  List<float[]> toFloats() {
    return parts.stream().map(Torch::toFloats).toList();
  }
}
