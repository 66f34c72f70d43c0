package org.latent4j.benchmarks.pytorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.latent4j.models.network.Dense;

/**
 * Dense layers with rectified units between them as PyTorch's own {@code Linear} has them, with
 * weights [outputs, inputs], differentiated by PyTorch and learned by its Adam.
 */
final class AutogradLayers {
  private final List<Tensor> weights = new ArrayList<>();
  private final List<Tensor> biases = new ArrayList<>();
  private final Adam adam;

  AutogradLayers(List<Dense> layers, double rate) {
    TensorVector all = new TensorVector();
    for (Dense layer : layers) {
      weights.add(variable(Torch.copyOf(layer.weights()).t().contiguous(), all));
      biases.add(variable(Torch.copyOf(layer.bias()), all));
    }
    adam = new Adam(all, new AdamOptions(rate));
  }

  private static Tensor variable(Tensor values, TensorVector all) {
    Tensor variable = values.set_requires_grad(true);
    all.push_back(variable);
    return variable;
  }

  /** Applies the layers {@code from} to {@code to - 1}; the last one is not rectified. */
  Tensor forward(Tensor x, int from, int to) {
    Tensor y = x;
    for (int i = from; i < to; i++) {
      y = torch.linear(y, weights.get(i), new org.bytedeco.pytorch.TensorOptional(biases.get(i)));
      if (i < to - 1) {
        y = y.relu();
      }
    }
    return y;
  }

  /** Differentiates a loss and learns from it. */
  void learn(Tensor loss) {
    loss.backward();
    adam.step();
    adam.zero_grad();
  }

  /** Copies weights [inputs, outputs] and biases, layer by layer. */
  List<float[]> toFloats() {
    List<float[]> values = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      values.add(Torch.toFloats(weights.get(i).detach().t().contiguous()));
      values.add(Torch.toFloats(biases.get(i).detach()));
    }
    return values;
  }
}
