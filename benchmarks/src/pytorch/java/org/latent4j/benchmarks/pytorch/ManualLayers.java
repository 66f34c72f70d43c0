package org.latent4j.benchmarks.pytorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Dense layers with rectified units between them, whose derivatives are written out: every product
 * and every rectification goes to a tensor made beforehand.
 */
final class ManualLayers {
  private final FlatParameters parameters;
  private final int first;
  private final int count;
  private final List<Tensor> outputs = new ArrayList<>();
  private final List<Tensor> outputGradients = new ArrayList<>();
  private final List<Tensor> transposedWeights = new ArrayList<>();

  /**
   * Takes some of the layers.
   *
   * @param first the first layer
   * @param count how many; the last one is not rectified
   * @param batch B
   */
  ManualLayers(FlatParameters parameters, int first, int count, long batch) {
    this.parameters = parameters;
    this.first = first;
    this.count = count;
    for (int i = 0; i < count; i++) {
      long width = parameters.bias(first + i).numel();
      outputs.add(Torch.empty(batch, width));
      outputGradients.add(Torch.empty(batch, width));
      transposedWeights.add(parameters.weights(first + i).t());
    }
  }

  /** Returns the outputs, the same tensor every time. */
  Tensor forward(Tensor x) {
    Tensor from = x;
    for (int i = 0; i < count; i++) {
      Tensor y = outputs.get(i);
      torch.addmm_out(y, parameters.bias(first + i), from, parameters.weights(first + i));
      if (i < count - 1) {
        y.relu_();
      }
      from = y;
    }
    return from;
  }

  /** Where the derivatives by the outputs are to be put before {@link #backward}. */
  Tensor outputGradient() {
    return outputGradients.get(count - 1);
  }

  /**
   * Computes the derivatives by all weights and biases.
   *
   * @param xTransposed what the layers were given, transposed
   * @param xGradient where to put the derivatives by x, or null
   */
  void backward(Tensor xTransposed, Tensor xGradient) {
    for (int i = count - 1; i >= 0; i--) {
      Tensor gradient = outputGradients.get(i);
      Torch.sumRows(parameters.biasGradient(first + i), gradient);
      if (i == 0) {
        torch.mm_out(parameters.weightsGradient(first), xTransposed, gradient);
        if (xGradient != null) {
          torch.mm_out(xGradient, gradient, transposedWeights.get(0));
        }
      } else {
        Tensor below = outputs.get(i - 1);
        try (Tensor belowTransposed = below.t()) {
          torch.mm_out(parameters.weightsGradient(first + i), belowTransposed, gradient);
        }
        Tensor belowGradient = outputGradients.get(i - 1);
        torch.mm_out(belowGradient, gradient, transposedWeights.get(i));
        torch.threshold_backward_out(belowGradient, belowGradient, below, Torch.ZERO);
      }
    }
  }
}
