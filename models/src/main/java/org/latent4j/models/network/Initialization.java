package org.latent4j.models.network;

import static org.latent4j.tensor.Draws.normalLike;
import static org.latent4j.tensor.Draws.uniformLike;

import java.util.Locale;
import org.latent4j.models.text.TextForm;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * How the first weights of a layer are drawn. Biases start at 0.
 *
 * <p>The schemes of Glorot, He and LeCun choose the variance from the number of inputs of a unit
 * (its fan-in, axis 0 of the weights) and of units that read it (its fan-out, axis 1), so that
 * signals and gradients keep their size from layer to layer. Which belongs to which activation,
 * {@link Activation#initialization()} says. Every initialization has a text, such as {@code
 * normal:0.01} or {@code he}, which {@link #parse} reads.
 */
public sealed interface Initialization {
  /**
   * Draws weights.
   *
   * @param key the source of the draws; not to be used for anything else
   * @param like [inputs, outputs], gives shape and type; its elements are not read
   * @return the weights, a new tensor
   */
  Tensor weights(RandomKey key, Tensor like);

  /**
   * Returns what {@link #parse} reads.
   *
   * @return such as {@code normal:0.01}, {@code gain:1.5} or {@code glorot}
   */
  String text();

  /**
   * Reads the text of an initialization: {@code normal:DEVIATION}, {@code uniform:BOUND}, {@code
   * gain:GAIN}, {@code glorot}, {@code he} and {@code lecun} (uniform, normal and normal; {@code
   * glorot-normal}, {@code he-uniform} and so on are the others), or {@code glorot-sigmoid}.
   *
   * @param text the text
   * @return the initialization, equal to the one whose {@link #text} it is
   * @throws IllegalArgumentException if the text is none of an initialization
   */
  static Initialization parse(String text) {
    return InitializationKinds.parse(TextForm.of("initial weights", text));
  }

  /**
   * Draws weights from the normal distribution of mean 0.
   *
   * @param standardDeviation finite, at least 0
   * @return the initialization
   * @throws IllegalArgumentException if the standard deviation is not such a number
   */
  static Initialization normal(double standardDeviation) {
    return new Normal(standardDeviation);
  }

  /**
   * Draws weights uniformly from [-bound, bound).
   *
   * @param bound finite, at least 0
   * @return the initialization
   * @throws IllegalArgumentException if the bound is not such a number
   */
  static Initialization uniform(double bound) {
    return new Uniform(bound);
  }

  /**
   * Draws normal weights of variance {@code gain^2 / inputs}. With {@code gain^2 = 1 / E f(z)^2}
   * for a standard normal z, units with the activation f keep the mean square of their inputs from
   * layer to layer, which is the condition of He et al. (2015, equation 9) for any activation: the
   * gain of ReLU is sqrt(2), that of SELU is 1.
   *
   * @param gain finite, at least 0
   * @return the initialization
   * @throws IllegalArgumentException if the gain is not such a number
   */
  static Initialization gain(double gain) {
    return new Gain(gain);
  }

  /**
   * Draws weights uniformly within {@code 4 sqrt(6 / (inputs + outputs))}, which keeps sigmoid
   * units in their linear range (Glorot and Bengio 2010, with the factor 4 for the logistic
   * sigmoid).
   *
   * @return the initialization
   */
  static Initialization glorotSigmoid() {
    return new GlorotSigmoid();
  }

  /**
   * Draws weights of variance {@code 2 / (inputs + outputs)}, for units that are near linear around
   * 0 such as tanh (Glorot and Bengio 2010, <i>Understanding the difficulty of training deep
   * feedforward neural networks</i>).
   *
   * @param distribution normal or uniform
   * @return the initialization
   */
  static Initialization glorot(Distribution distribution) {
    return new Scaled(Scheme.GLOROT, distribution);
  }

  /**
   * Draws weights of variance {@code 2 / inputs}, for units that are 0 on half of their range such
   * as ReLU (He, Zhang, Ren and Sun 2015, <i>Delving deep into rectifiers</i>).
   *
   * @param distribution normal or uniform
   * @return the initialization
   */
  static Initialization he(Distribution distribution) {
    return new Scaled(Scheme.HE, distribution);
  }

  /**
   * Draws weights of variance {@code 1 / inputs} (LeCun, Bottou, Orr and M&uuml;ller 1998,
   * <i>Efficient BackProp</i>); SELU needs it (Klambauer et al. 2017).
   *
   * @param distribution normal or uniform
   * @return the initialization
   */
  static Initialization leCun(Distribution distribution) {
    return new Scaled(Scheme.LECUN, distribution);
  }

  /** The shape of the distribution of weights whose variance is given. */
  enum Distribution {
    /** Normal with mean 0. */
    NORMAL,
    /** Uniform on an interval around 0, which bounds every weight. */
    UNIFORM
  }

  /** How the variance follows from the sizes. */
  enum Scheme {
    /** 2 / (inputs + outputs). */
    GLOROT,
    /** 2 / inputs. */
    HE,
    /** 1 / inputs. */
    LECUN;

    /** The distribution that is meant where none is named. */
    private Distribution usual() {
      return this == GLOROT ? Distribution.UNIFORM : Distribution.NORMAL;
    }

    private double variance(double inputs, double outputs) {
      return switch (this) {
        case GLOROT -> 2 / (inputs + outputs);
        case HE -> 2 / inputs;
        case LECUN -> 1 / inputs;
      };
    }
  }

  /**
   * Normal weights.
   *
   * @param standardDeviation their standard deviation
   */
  record Normal(double standardDeviation) implements Initialization {
    /**
     * Checks the standard deviation.
     *
     * @param standardDeviation finite, at least 0
     */
    public Normal {
      requireSpread("standard deviation", standardDeviation);
    }

    @Override
    public Tensor weights(RandomKey key, Tensor like) {
      return normalLike(key, like).mul(standardDeviation);
    }

    @Override
    public String text() {
      return TextForm.write("normal", standardDeviation);
    }
  }

  /**
   * Uniform weights.
   *
   * @param bound their largest absolute value
   */
  record Uniform(double bound) implements Initialization {
    /**
     * Checks the bound.
     *
     * @param bound finite, at least 0
     */
    public Uniform {
      requireSpread("bound", bound);
    }

    @Override
    public Tensor weights(RandomKey key, Tensor like) {
      return uniformLike(key, like).mul(2 * bound).sub(bound);
    }

    @Override
    public String text() {
      return TextForm.write("uniform", bound);
    }
  }

  /**
   * Normal weights whose variance depends on the number of inputs.
   *
   * @param gain the square root of the variance times the number of inputs
   */
  record Gain(double gain) implements Initialization {
    /**
     * Checks the gain.
     *
     * @param gain finite, at least 0
     */
    public Gain {
      requireSpread("gain", gain);
    }

    @Override
    public Tensor weights(RandomKey key, Tensor like) {
      return new Normal(gain / Math.sqrt(like.shape().dim(0))).weights(key, like);
    }

    @Override
    public String text() {
      return TextForm.write("gain", gain);
    }
  }

  /** Uniform weights within a bound that depends on the sizes of the layers. */
  record GlorotSigmoid() implements Initialization {
    @Override
    public Tensor weights(RandomKey key, Tensor like) {
      double bound = 4 * Math.sqrt(6.0 / (like.shape().dim(0) + like.shape().dim(1)));
      return new Uniform(bound).weights(key, like);
    }

    @Override
    public String text() {
      return "glorot-sigmoid";
    }
  }

  /**
   * Weights whose variance depends on the sizes of the layers.
   *
   * @param scheme gives the variance
   * @param distribution gives the shape
   */
  record Scaled(Scheme scheme, Distribution distribution) implements Initialization {
    @Override
    public Tensor weights(RandomKey key, Tensor like) {
      double variance = scheme.variance(like.shape().dim(0), like.shape().dim(1));
      // A uniform distribution on [-b, b] has the variance b^2 / 3.
      return distribution == Distribution.NORMAL
          ? new Normal(Math.sqrt(variance)).weights(key, like)
          : new Uniform(Math.sqrt(3 * variance)).weights(key, like);
    }

    @Override
    public String text() {
      String name = scheme.name().toLowerCase(Locale.ROOT);
      boolean usual = distribution == scheme.usual();
      return usual ? name : name + "-" + distribution.name().toLowerCase(Locale.ROOT);
    }
  }

  private static void requireSpread(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "initial weights: the " + what + " must be finite and at least 0, but is " + value);
    }
  }
}
