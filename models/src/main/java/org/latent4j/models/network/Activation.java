package org.latent4j.models.network;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.latent4j.models.network.Initialization.Distribution;
import org.latent4j.models.text.TextForm;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Tensor;

/**
 * What a unit does with its input. {@code docs/activations.md} says when to use which.
 *
 * <p>Most are a function of one number. A unit of {@link #prelu} learns a number besides, and a
 * unit of {@link #maxout} has several inputs; {@link Mlp} and {@link Dense} make room for both.
 * Every activation has a text, such as {@code relu} or {@code leaky-relu:0.01}, which {@link
 * #parse} reads; two are equal if their texts are.
 */
public final class Activation {
  private static final Initialization GLOROT = Initialization.glorot(Distribution.UNIFORM);
  private static final Initialization HE = Initialization.he(Distribution.NORMAL);
  private static final Initialization LECUN = Initialization.leCun(Distribution.NORMAL);

  /** x: for output layers, whose loss takes logits or means. */
  public static final Activation IDENTITY = named("identity", x -> x, GLOROT);

  /** 1 / (1 + e<sup>-x</sup>), from 0 to 1. */
  public static final Activation SIGMOID = named("sigmoid", Functions::sigmoid, GLOROT);

  /**
   * x / 6 + 1/2 between 0 and 1 (Howard et al. 2019, <i>Searching for MobileNetV3</i>); slope 1/6
   * from -3 to 3, both included.
   */
  public static final Activation HARD_SIGMOID =
      named("hard-sigmoid", ActivationFunctions::hardSigmoid, GLOROT);

  /** The hyperbolic tangent, from -1 to 1. */
  public static final Activation TANH = named("tanh", Functions::tanh, GLOROT);

  /** x between -1 and 1 (Collobert 2004); slope 1 from -1 to 1, both included. */
  public static final Activation HARD_TANH =
      named("hard-tanh", x -> Functions.clamp(x, -1, 1), GLOROT);

  /** max(0, x), the rectified linear unit (Nair and Hinton 2010); slope 0 at 0. */
  public static final Activation RELU = named("relu", Functions::relu, HE);

  /** x above 0, 0.01 x below (Maas, Hannun and Ng 2013); slope 1 at 0. */
  public static final Activation LEAKY_RELU = leakyRelu(0.01);

  /** {@link #prelu} with slopes that start at 0.25, as in the paper. */
  public static final Activation PRELU = prelu(0.25);

  /** x above 0, e<sup>x</sup> - 1 below (Clevert, Unterthiner and Hochreiter 2016). */
  public static final Activation ELU = elu(1);

  /**
   * 1.0507 x above 0, 1.0507 * 1.6733 (e<sup>x</sup> - 1) below: layers of such units with LeCun's
   * normal weights keep mean 0 and variance 1 (Klambauer et al. 2017, <i>Self-normalizing neural
   * networks</i>). Slope 1.7581 at 0, that of the left side.
   */
  public static final Activation SELU = named("selu", ActivationFunctions::selu, LECUN);

  /**
   * x Phi(x), Phi being the distribution function of the standard normal (Hendrycks and Gimpel
   * 2016, <i>Gaussian error linear units</i>). The error far below 0 is absolute.
   */
  public static final Activation GELU =
      named("gelu", ActivationFunctions::gelu, Initialization.gain(1.53353));

  /** {@link #GELU} by its customary approximation with tanh, which differs by up to 0.0005. */
  public static final Activation GELU_TANH =
      named("gelu-tanh", ActivationFunctions::geluTanh, Initialization.gain(1.53353));

  /**
   * x sigmoid(x), also known as swish (Elfwing, Uchibe and Doya 2018; Ramachandran, Zoph and Le
   * 2017).
   */
  public static final Activation SILU =
      named("silu", ActivationFunctions::silu, Initialization.gain(1.67653));

  /** x tanh(log(1 + e<sup>x</sup>)) (Misra 2019). */
  public static final Activation MISH =
      named("mish", ActivationFunctions::mish, Initialization.gain(1.48685));

  /** log(1 + e<sup>x</sup>), positive and smooth (Dugas et al. 2001). */
  public static final Activation SOFTPLUS = named("softplus", Functions::softplus, HE);

  /**
   * e<sup>x</sup> / sum e<sup>x</sup> along the last axis. The losses take logits, so that no
   * network needs it to be trained.
   */
  public static final Activation SOFTMAX = named("softmax", x -> Functions.softmax(x, -1), GLOROT);

  /** The logarithm of {@link #SOFTMAX}. */
  public static final Activation LOG_SOFTMAX =
      named("log-softmax", x -> Functions.logSoftmax(x, -1), GLOROT);

  private final String text;
  private final int inputsPerUnit;
  private final OptionalDouble start;
  private final Function function;
  private final Initialization initialization;

  /** From the inputs of the units, and what they learn, to their outputs. */
  private interface Function {
    Tensor apply(Tensor x, Optional<Tensor> learned);
  }

  private Activation(
      String text,
      int inputsPerUnit,
      OptionalDouble start,
      Function function,
      Initialization initialization) {
    this.text = text;
    this.inputsPerUnit = inputsPerUnit;
    this.start = start;
    this.function = function;
    this.initialization = initialization;
  }

  private static Activation named(
      String text, UnaryOperator<Tensor> function, Initialization initialization) {
    return new Activation(
        text, 1, OptionalDouble.empty(), (x, unused) -> function.apply(x), initialization);
  }

  /**
   * Makes an activation of one's own. {@link #parse} does not know it.
   *
   * @param name how it is shown; none that {@link #parse} reads
   * @param function from FLOAT32 or FLOAT64 [..., units] to the same shape and type
   * @param initialization how weights that lead into such units are best drawn
   * @return the activation
   * @throws IllegalArgumentException if the name is one of the library's
   */
  public static Activation of(
      String name, UnaryOperator<Tensor> function, Initialization initialization) {
    if (ActivationKinds.isKnown(name)) {
      throw new IllegalArgumentException(
          "activation: '" + name + "' is one of the library's; choose another name");
    }
    return named(name, function, initialization);
  }

  /**
   * Makes a rectifier that leaks.
   *
   * @param slope the slope below 0, from 0 to below 1; adversarial nets often take 0.2
   * @return x above 0, {@code slope * x} below
   * @throws IllegalArgumentException if the slope is out of range
   */
  public static Activation leakyRelu(double slope) {
    ActivationKinds.requireSlope("leaky relu", slope);
    return named(
        TextForm.write("leaky-relu", slope),
        x -> Functions.leakyRelu(x, slope),
        rectifierGain(slope));
  }

  /**
   * Makes a rectifier that learns how much it leaks: x above 0, {@code a x} below, with a number a
   * for each unit (He, Zhang, Ren and Sun 2015, <i>Delving deep into rectifiers</i>). Slope 1 at 0.
   *
   * @param start the first a of all units, from 0 to below 1; 0.25 in the paper
   * @return the activation
   * @throws IllegalArgumentException if the start is out of range
   */
  public static Activation prelu(double start) {
    ActivationKinds.requireSlope("prelu", start);
    return new Activation(
        TextForm.write("prelu", start),
        1,
        OptionalDouble.of(start),
        (x, slopes) -> ActivationFunctions.prelu(x, slopes.orElseThrow()),
        rectifierGain(start));
  }

  /** He et al. 2015, equation 15. */
  private static Initialization rectifierGain(double slope) {
    return Initialization.gain(Math.sqrt(2 / (1 + slope * slope)));
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
    return named(TextForm.write("elu", alpha), x -> ActivationFunctions.elu(x, alpha), HE);
  }

  /**
   * Makes a unit that is the largest of several linear functions (Goodfellow et al. 2013, <i>Maxout
   * networks</i>). A layer of n units has {@code pieces * n} columns of weights: unit u is the
   * largest of the columns u, u + n, u + 2n, …; of equal ones the first has the derivative.
   *
   * @param pieces how many linear functions a unit has, from 2 to 64
   * @return the activation
   * @throws IllegalArgumentException if the number is out of range
   */
  public static Activation maxout(int pieces) {
    if (pieces < 2 || pieces > 64) {
      throw new IllegalArgumentException("maxout: a unit must have 2 to 64 pieces, not " + pieces);
    }
    return new Activation(
        TextForm.write("maxout", pieces),
        pieces,
        OptionalDouble.empty(),
        (x, unused) -> ActivationFunctions.maxout(x, pieces),
        Initialization.gain(1 / Math.sqrt(ActivationFunctions.squareOfLargest(pieces))));
  }

  /**
   * Reads the text of an activation. A number may be left out where there is a customary one:
   * {@code elu}, {@code leaky-relu} and {@code prelu} are {@link #ELU}, {@link #LEAKY_RELU} and
   * {@link #PRELU}.
   *
   * @param text such as {@code relu} or {@code maxout:2}
   * @return the activation
   * @throws IllegalArgumentException if the text is none of an activation
   */
  public static Activation parse(String text) {
    return ActivationKinds.parse(TextForm.of("activation", text));
  }

  /**
   * Returns what {@link #parse} reads.
   *
   * @return such as {@code relu} or {@code leaky-relu:0.01}
   */
  public String text() {
    return text;
  }

  /**
   * Returns how many inputs a unit has, that is columns of weights.
   *
   * @return 1 for all but {@link #maxout}
   */
  public int inputsPerUnit() {
    return inputsPerUnit;
  }

  /**
   * Returns the first value of the number that each unit learns.
   *
   * @return empty for all but {@link #prelu}
   */
  public OptionalDouble start() {
    return start;
  }

  /**
   * Returns how weights that lead into such units are best drawn.
   *
   * @return the initialization
   */
  public Initialization initialization() {
    return initialization;
  }

  /**
   * Applies an activation that learns nothing.
   *
   * @param x FLOAT32 or FLOAT64 [..., inputsPerUnit * units]
   * @return [..., units], of the type of x
   * @throws IllegalArgumentException if the units learn a number, or x can't be divided into units
   */
  public Tensor apply(Tensor x) {
    return apply(x, Optional.empty());
  }

  /**
   * Applies the activation.
   *
   * @param x FLOAT32 or FLOAT64 [..., inputsPerUnit * units]
   * @param learned the numbers that the units have learned, [units], of the type of x; empty if
   *     they learn none
   * @return [..., units], of the type of x
   * @throws IllegalArgumentException if what is learned is missing or too much, or x can't be
   *     divided into units
   */
  public Tensor apply(Tensor x, Optional<Tensor> learned) {
    if (learned.isPresent() != start.isPresent()) {
      throw new IllegalArgumentException(
          text
              + (start.isPresent()
                  ? ": each unit learns a number, but none are given; pass Dense.learned()"
                  : ": the units learn nothing, but " + learned.orElseThrow() + " is given"));
    }
    return function.apply(x, learned);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Activation activation && text.equals(activation.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the {@link #text}. */
  @Override
  public String toString() {
    return text;
  }
}
