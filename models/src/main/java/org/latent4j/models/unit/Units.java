package org.latent4j.models.unit;

import static org.latent4j.tensor.Functions.neg;

import org.latent4j.models.data.Dataset;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * A layer of n independent units, as a distribution in exponential-family form. Given the total
 * input a of the layer (its bias and what other layers send), the state x has
 *
 * <pre>{@code
 * p(x | a) = h(x) exp(sum_i a_i x_i - sum_u K_u(a)),   K_u(a) = log sum_x h_u(x) exp(a x)
 * }</pre>
 *
 * where h is the base measure, the same for all inputs, and K the log-partition function of one
 * unit, whose first and second derivatives are the mean and variance of the unit. Everything that a
 * Boltzmann machine needs follows from energy, cumulant, mean, variance and sample (Welling,
 * Rosen-Zvi and Hinton 2004, <i>Exponential family harmoniums</i>).
 *
 * <p>States and inputs have the shape [..., n] with any leading axes. All functions of tensors are
 * pure and can be recorded in a program. Layers are immutable. What a layer can do besides is told
 * by the interfaces {@link DiscreteUnits} and {@link BinaryUnits}; a kind with parameters of its
 * own (a variance) is an implementation that holds them as tensors.
 */
public interface Units {
  /**
   * Makes units with the states 0 and 1: mean sigmoid(a), K(a) = softplus(a), base measure 1.
   *
   * @param size the number of units, at least 1
   * @return the layer
   * @throws IllegalArgumentException if the size is less than 1
   */
  static BinaryUnits bernoulli(int size) {
    return new BernoulliUnits(size);
  }

  /**
   * Makes a layer by the name of its kind, as files hold it.
   *
   * @param name what {@link #name} returns, such as {@code bernoulli}
   * @param size the number of units, at least 1
   * @return the layer
   * @throws IllegalArgumentException if there is no such kind or the size is less than 1
   */
  static Units named(String name, int size) {
    if (name.equals(BernoulliUnits.NAME)) {
      return bernoulli(size);
    }
    throw new IllegalArgumentException(
        "units: there is no kind '" + name + "'; known are: " + BernoulliUnits.NAME);
  }

  /**
   * Names the kind, for files and messages.
   *
   * @return a lower-case word
   */
  String name();

  /**
   * Returns the number of columns of a state.
   *
   * @return n, at least 1
   */
  int size();

  /**
   * Computes the part of the energy that the layer has alone, {@code -sum_i a_i x_i - log h(x)}.
   *
   * @param input a, in a model the bias [n] or a total input [..., n]; broadcasts with x
   * @param x states [..., n]
   * @return [...]
   */
  Tensor energy(Tensor input, Tensor x);

  /**
   * Computes the log-partition function K of every unit, also called cumulant generating function.
   * It stays accurate for inputs of any size.
   *
   * @param input total inputs [..., n]
   * @return [..., units]; a unit is one column unless the kind says otherwise
   */
  Tensor cumulant(Tensor input);

  /**
   * Computes the mean of every unit, K'(a).
   *
   * @param input total inputs [..., n]
   * @return [..., n]
   */
  Tensor mean(Tensor input);

  /**
   * Computes the variance of every unit, K''(a).
   *
   * @param input total inputs [..., n]
   * @return [..., n]
   */
  Tensor variance(Tensor input);

  /**
   * Draws states.
   *
   * @param key the source of the draws; not to be used for anything else
   * @param input total inputs [..., n]
   * @return states [..., n]; NaN where the input is NaN
   */
  Tensor sample(RandomKey key, Tensor input);

  /**
   * Computes the mean and draws states at once, which may share work.
   *
   * @param key the source of the draws; not to be used for anything else
   * @param input total inputs [..., n]
   * @return {@link #mean} and {@link #sample} of the same key and input
   */
  default MeanAndSample meanAndSample(RandomKey key, Tensor input) {
    return new MeanAndSample(mean(input), sample(key, input));
  }

  /**
   * Computes the input at which the units have a given mean, the inverse of {@link #mean}.
   *
   * @param mean [..., n]
   * @return [..., n]; infinite for a mean that only an infinite input gives, NaN for one that none
   *     gives
   */
  Tensor inputOfMean(Tensor mean);

  /**
   * Computes the log-probability of states, {@code log p(x | a)}.
   *
   * @param input total inputs [..., n]
   * @param x states [..., n]; values between the states are allowed where the energy is defined,
   *     and give the negative cross entropy
   * @return [...], in nats
   */
  default Tensor logProbability(Tensor input, Tensor x) {
    return neg(energy(input, x).add(cumulant(input).sum(-1)));
  }

  /**
   * Checks that data can be states of this layer, or means of states.
   *
   * @param data the data
   * @throws IllegalArgumentException if the data have another number of columns
   * @throws org.latent4j.models.io.DataFormatException naming the first row, column and value that
   *     no unit can have
   */
  void requireValid(Dataset data);

  /**
   * The mean of a layer and a draw from it.
   *
   * @param mean [..., n]
   * @param sample [..., n]
   */
  record MeanAndSample(Tensor mean, Tensor sample) {}
}
