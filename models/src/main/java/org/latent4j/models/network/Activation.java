package org.latent4j.models.network;

import static org.latent4j.tensor.Functions.expm1;
import static org.latent4j.tensor.Functions.lt;
import static org.latent4j.tensor.Functions.min;
import static org.latent4j.tensor.Functions.where;

import java.util.List;
import java.util.function.UnaryOperator;
import org.latent4j.models.network.Initialization.Distribution;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Tensor;

/**
 * What a unit does with its input. {@code docs/activations.md} says when to use which.
 *
 * @param name the usual name in lower case, as in {@code relu}
 * @param function from FLOAT32 or FLOAT64 [..., units] to the same shape and type
 * @param initialization how weights that lead into such units are best drawn
 */
public record Activation(
    String name, UnaryOperator<Tensor> function, Initialization initialization) {
  private static final Initialization GLOROT = Initialization.glorot(Distribution.UNIFORM);
  private static final Initialization HE = Initialization.he(Distribution.NORMAL);
  private static final Initialization LECUN = Initialization.leCun(Distribution.NORMAL);

  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  /** x: for output layers, whose loss takes logits or means. */
  public static final Activation IDENTITY = new Activation("identity", x -> x, GLOROT);

  /** 1 / (1 + e<sup>-x</sup>), from 0 to 1. */
  public static final Activation SIGMOID = new Activation("sigmoid", Functions::sigmoid, GLOROT);

  /** The hyperbolic tangent, from -1 to 1. */
  public static final Activation TANH = new Activation("tanh", Functions::tanh, GLOROT);

  /** max(0, x), the rectified linear unit (Nair and Hinton 2010); slope 0 at 0. */
  public static final Activation RELU = new Activation("relu", Functions::relu, HE);

  /** x above 0, 0.01 x below (Maas, Hannun and Ng 2013); slope 1 at 0. */
  public static final Activation LEAKY_RELU = leakyRelu(0.01);

  /** x above 0, e<sup>x</sup> - 1 below (Clevert, Unterthiner and Hochreiter 2016). */
  public static final Activation ELU = elu(1);

  /**
   * 1.0507 x above 0, 1.0507 * 1.6733 (e<sup>x</sup> - 1) below: layers of such units with LeCun's
   * normal weights keep mean 0 and variance 1 (Klambauer et al. 2017, <i>Self-normalizing neural
   * networks</i>). Slope 1.7581 at 0, that of the left side.
   */
  public static final Activation SELU =
      new Activation("selu", x -> elu(x, SELU_ALPHA).mul(SELU_SCALE), LECUN);

  /** log(1 + e<sup>x</sup>), positive and smooth (Dugas et al. 2001). */
  public static final Activation SOFTPLUS = new Activation("softplus", Functions::softplus, HE);

  /**
   * e<sup>x</sup> / sum e<sup>x</sup> along the last axis. The losses take logits, so that no
   * network needs it to be trained.
   */
  public static final Activation SOFTMAX =
      new Activation("softmax", x -> Functions.softmax(x, -1), GLOROT);

  /** The logarithm of {@link #SOFTMAX}. */
  public static final Activation LOG_SOFTMAX =
      new Activation("log_softmax", x -> Functions.logSoftmax(x, -1), GLOROT);

  /** Those without a number of their own. */
  private static final List<Activation> NAMED =
      List.of(IDENTITY, SIGMOID, TANH, RELU, LEAKY_RELU, ELU, SELU, SOFTPLUS, SOFTMAX, LOG_SOFTMAX);

  /**
   * Makes a rectifier that leaks.
   *
   * @param slope the slope below 0, from 0 to below 1; adversarial nets often take 0.2
   * @return x above 0, {@code slope * x} below
   * @throws IllegalArgumentException if the slope is out of range
   */
  public static Activation leakyRelu(double slope) {
    if (!(slope >= 0 && slope < 1)) {
      throw new IllegalArgumentException(
          "leaky relu: the slope below 0 must be in [0, 1), not " + slope);
    }
    return new Activation("leaky_relu", x -> Functions.leakyRelu(x, slope), HE);
  }

  /**
   * Makes an exponential linear unit.
   *
   * @param alpha positive and finite; the unit saturates at -alpha
   * @return x above 0, {@code alpha (e^x - 1)} below
   * @throws IllegalArgumentException if alpha is not positive and finite
   */
  public static Activation elu(double alpha) {
    if (!(alpha > 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("elu: alpha must be positive and finite, not " + alpha);
    }
    return new Activation("elu", x -> elu(x, alpha), HE);
  }

  /**
   * Finds an activation by its name.
   *
   * @param name such as {@code relu}
   * @return the activation
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Activation named(String name) {
    return NAMED.stream()
        .filter(activation -> activation.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "activation: there is no '"
                        + name
                        + "'; use one of "
                        + String.join(", ", NAMED.stream().map(Activation::name).toList())));
  }

  /**
   * Applies the function.
   *
   * @param x FLOAT32 or FLOAT64
   * @return the results, of the shape and type of x
   */
  public Tensor apply(Tensor x) {
    return function.apply(x);
  }

  /** Of a large x, e<sup>x</sup> is never taken. Slope alpha at 0. */
  private static Tensor elu(Tensor x, double alpha) {
    Tensor isPositive = lt(Tensor.full(x.backend(), x.type(), 0), x);
    return where(isPositive, x, expm1(min(x, 0)).mul(alpha));
  }

  @Override
  public String toString() {
    return name;
  }
}
