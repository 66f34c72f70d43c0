package org.latent4j.tck;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.latent4j.random.Uniforms;

/**
 * A distribution over so few states that all of them can be listed: the known answer for samplers.
 * Immutable.
 */
public final class ExactDistribution {
  private final double[][] states;
  private final double[] probabilities;
  private final Map<List<Double>, Integer> numbers = new HashMap<>();

  private ExactDistribution(double[][] states, double[] probabilities) {
    this.states = states;
    this.probabilities = probabilities;
    for (int i = 0; i < states.length; i++) {
      numbers.put(key(states[i]), i);
    }
    if (numbers.size() != states.length) {
      throw new IllegalArgumentException("exact distribution: a state is listed twice");
    }
  }

  /**
   * Normalises the probabilities of listed states.
   *
   * @param states all states, each once
   * @param logWeight the logarithm of the probability of a state, up to a constant
   * @return the distribution
   * @throws IllegalArgumentException if there is no state, a state is listed twice, or the weights
   *     cannot be normalised
   */
  public static ExactDistribution of(double[][] states, ToDoubleFunction<double[]> logWeight) {
    return of(states, Arrays.stream(states).mapToDouble(logWeight).toArray());
  }

  /** Normalises the probabilities of listed states, given the logarithm of each but a constant. */
  static ExactDistribution of(double[][] states, double... weights) {
    double largest = Arrays.stream(weights).max().orElse(Double.NaN);
    double sum = Arrays.stream(weights).map(w -> Math.exp(w - largest)).sum();
    if (!(sum >= 1 && sum <= states.length)) {
      throw new IllegalArgumentException(
          "exact distribution: "
              + states.length
              + " log-weights with the largest "
              + largest
              + " can't be normalised");
    }
    double[] probabilities = Arrays.stream(weights).map(w -> Math.exp(w - largest) / sum).toArray();
    double[][] copies = Arrays.stream(states).map(double[]::clone).toArray(double[][]::new);
    return new ExactDistribution(copies, probabilities);
  }

  /**
   * Lists all states of n units that are 0 or 1.
   *
   * @param n the number of units, at most 20
   * @return 2<sup>n</sup> states; unit i of state s is bit i of s
   */
  public static double[][] binaryStates(int n) {
    if (n < 0 || n > 20) {
      throw new IllegalArgumentException("binary states: 0 to 20 units, but got " + n);
    }
    double[][] states = new double[1 << n][n];
    for (int s = 0; s < states.length; s++) {
      for (int i = 0; i < n; i++) {
        states[s][i] = s >> i & 1;
      }
    }
    return states;
  }

  /**
   * Returns the number of states.
   *
   * @return how many states are listed
   */
  public int size() {
    return states.length;
  }

  /**
   * Returns the probability of a state.
   *
   * @param number its number in the list
   * @return the probability
   */
  public double probability(int number) {
    return probabilities[number];
  }

  /** The number of elements of a state. */
  int width() {
    return states[0].length;
  }

  double[] state(int number) {
    return states[number].clone();
  }

  /** Exact, independent draws, row by row. */
  double[] draws(long seed, int count) {
    double[] rows = new double[count * width()];
    for (int row = 0; row < count; row++) {
      double rest = Uniforms.float64(seed, row);
      int state = 0;
      while (state < states.length - 1 && rest >= probabilities[state]) {
        rest -= probabilities[state++];
      }
      System.arraycopy(states[state], 0, rows, row * width(), width());
    }
    return rows;
  }

  /**
   * How often every state occurs among rows.
   *
   * @throws AssertionError if a row is not a state
   */
  long[] counts(double[] rows) {
    long[] counts = new long[states.length];
    for (int row = 0; row < rows.length / width(); row++) {
      double[] state = Arrays.copyOfRange(rows, row * width(), (row + 1) * width());
      Integer number = numbers.get(key(state));
      Check.that(number != null, () -> Arrays.toString(state) + " is not one of the states");
      counts[number]++;
    }
    return counts;
  }

  /** The p-value of rows as independent draws from this distribution. */
  double pValue(double[] rows) {
    return ChiSquare.pValue(counts(rows), probabilities);
  }

  private static List<Double> key(double[] state) {
    return Arrays.stream(state).mapToObj(x -> x + 0.0).toList(); // -0 becomes 0
  }
}
