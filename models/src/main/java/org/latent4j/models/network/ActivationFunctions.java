package org.latent4j.models.network;

import static org.latent4j.tensor.Functions.clamp;
import static org.latent4j.tensor.Functions.erf;
import static org.latent4j.tensor.Functions.expm1;
import static org.latent4j.tensor.Functions.gt;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.max;
import static org.latent4j.tensor.Functions.min;
import static org.latent4j.tensor.Functions.sigmoid;
import static org.latent4j.tensor.Functions.softplus;
import static org.latent4j.tensor.Functions.tanh;
import static org.latent4j.tensor.Functions.where;

import org.latent4j.op.SpecialFunctions;
import org.latent4j.tensor.Tensor;

/**
 * The functions of {@link Activation} that are not in {@link org.latent4j.tensor.Functions}. Those
 * of the form x g(x) go to 0 at -infinity; there the factor x is bounded, where g(x) is 0 already,
 * because infinity times 0 is NaN.
 */
final class ActivationFunctions {
  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  /** The sigmoid, and with it the softplus, of this is 0 in FLOAT64 too, and so is Phi. */
  private static final double VANISHING = -1000;

  private static final double ROOT_OF_HALF = Math.sqrt(0.5);
  private static final double ROOT_OF_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

  /** The tanh of the polynomial of this is 1; beyond it the polynomial would overflow. */
  private static final double SATURATED = 50;

  private ActivationFunctions() {}

  static Tensor hardSigmoid(Tensor x) {
    return clamp(x, -3, 3).mul(1.0 / 6).add(0.5);
  }

  /** Of a large x, e^x is never taken. Slope alpha at 0. */
  static Tensor elu(Tensor x, double alpha) {
    return where(gt(x, 0), x, expm1(min(x, 0)).mul(alpha));
  }

  static Tensor selu(Tensor x) {
    return elu(x, SELU_ALPHA).mul(SELU_SCALE);
  }

  static Tensor prelu(Tensor x, Tensor slopes) {
    return where(lt(x, 0), x.mul(slopes), x);
  }

  static Tensor gelu(Tensor x) {
    return max(x, VANISHING).mul(erf(x.mul(ROOT_OF_HALF)).add(1).mul(0.5));
  }

  static Tensor geluTanh(Tensor x) {
    Tensor near = clamp(x, -SATURATED, SATURATED);
    Tensor inner = near.add(near.mul(near).mul(near).mul(0.044715)).mul(ROOT_OF_TWO_OVER_PI);
    return max(x, VANISHING).mul(tanh(inner).add(1).mul(0.5));
  }

  static Tensor silu(Tensor x) {
    return max(x, VANISHING).mul(sigmoid(x));
  }

  static Tensor mish(Tensor x) {
    return max(x, VANISHING).mul(tanh(softplus(x)));
  }

  static Tensor maxout(Tensor x, int pieces) {
    int columns = x.shape().rank() == 0 ? 1 : x.shape().dim(-1);
    if (columns % pieces != 0) {
      throw new IllegalArgumentException(
          "maxout: the last axis must hold "
              + pieces
              + " columns a unit, but the shape is "
              + x.shape());
    }
    int units = columns / pieces;
    Tensor largest = x.slice(-1, 0, units);
    for (int piece = 1; piece < pieces; piece++) {
      largest = max(largest, x.slice(-1, piece * units, (piece + 1) * units));
    }
    return largest;
  }

  /**
   * The mean square of the largest of n independent standard normal numbers, which has the density
   * n phi(z) Phi(z)^(n-1), by the trapezoidal rule: exact to more digits than are needed, because
   * the density vanishes at both ends.
   */
  static double squareOfLargest(int n) {
    double step = 0x1p-6;
    double sum = 0;
    for (double z = -12; z <= 12; z += step) {
      double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      double below = SpecialFunctions.erfc(-z * ROOT_OF_HALF) / 2;
      sum += z * z * n * density * Math.pow(below, n - 1) * step;
    }
    return sum;
  }
}
