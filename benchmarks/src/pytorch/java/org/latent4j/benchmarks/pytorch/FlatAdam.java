package org.latent4j.benchmarks.pytorch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam over one flat tensor that holds all parameters, by operations that write in place: a few
 * passes over memory in the place of a few for each parameter. The presets have no binding of
 * PyTorch's fused Adam.
 */
final class FlatAdam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final Scalar ONE_LESS_BETA_1 = new Scalar(1 - BETA_1);
  private static final Scalar SQUARE_KEPT = new Scalar(BETA_2);
  private static final Scalar ONE_LESS_BETA_2 = new Scalar(1 - BETA_2);

  private final Tensor parameters;
  private final Tensor gradients;
  private final Tensor mean;
  private final Tensor square;
  private final Tensor denominator;
  private final double rate;
  private int step;

  FlatAdam(Tensor parameters, Tensor gradients, double rate) {
    this.parameters = parameters;
    this.gradients = gradients;
    this.rate = rate;
    this.mean = Torch.zeros(parameters.numel());
    this.square = Torch.zeros(parameters.numel());
    this.denominator = Torch.empty(parameters.numel());
  }

  /**
   * Takes a step. Both corrections of the moments are numbers: (m / a) / (sqrt(v / b) + e) = m
   * (sqrt(b) / a) / (sqrt(v) + e sqrt(b)).
   */
  void step() {
    step++;
    double root = Math.sqrt(1 - Math.pow(BETA_2, step));
    mean.lerp_(gradients, ONE_LESS_BETA_1);
    square.mul_(SQUARE_KEPT);
    square.addcmul_(gradients, gradients, ONE_LESS_BETA_2);
    torch.sqrt_out(denominator, square);
    try (Scalar floor = new Scalar(1e-8 * root);
        Scalar move = new Scalar(-rate * root / (1 - Math.pow(BETA_1, step)))) {
      denominator.add_(floor);
      parameters.addcdiv_(mean, denominator, move);
    }
  }
}
