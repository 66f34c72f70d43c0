package org.latent4j.tck;

import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §10, continued: what units draw. */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
interface UnitDrawRules extends UnitRules {
  int DRAWS = 40_000;

  /** z-tests of mean and variance of 40,000 draws for every input and element. */
  @Test
  @DisplayName("§10.05 Draws have the mean and the variance that the unit states")
  default void momentsOfDraws() {
    UnitFunctions units = units(backend());
    long seed = Seeds.of("10.05", FALSE_ALARM);
    for (DataType type : Elements.FLOATING) {
      for (int row = 0; row < inputs().length; row++) {
        double[] input = inputs()[row];
        RandomKey key = RandomKey.of(seed).fold(row);
        Scope.within(
            () -> {
              double[] draws = draws(units, type, key, input);
              Tensor one = matrix(type, input);
              double[] mean = units.mean().apply(one).toDoubles();
              double[] variance = units.variance().apply(one).toDoubles();
              for (int i = 0; i < size(); i++) {
                requireMoments(column(draws, i), mean[i], variance[i], input, seed);
              }
            });
      }
    }
  }

  private double[] draws(UnitFunctions units, DataType type, RandomKey key, double[] input) {
    Tensor one = matrix(type, input);
    Tensor many = one.broadcastTo(Shape.of(DRAWS, size()));
    return units.sample().apply(key, many).toDoubles();
  }

  private void requireMoments(
      double[] draws, double mean, double variance, double[] input, long seed) {
    double average = Arrays.stream(draws).average().orElseThrow();
    double second = Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    double fourth = Arrays.stream(draws).map(x -> Math.pow(x - mean, 4)).average().orElseThrow();
    // Two tests for each element of each input in each type.
    double critical = Normal.criticalValue(FALSE_ALARM / (4.0 * inputs().length * size()));
    double meanError = critical * Math.sqrt(variance / draws.length) + 1e-6;
    double secondError =
        critical * Math.sqrt(Math.max(0, fourth - second * second) / draws.length) + 1e-6;
    String where =
        " of " + draws.length + " draws at input " + Arrays.toString(input) + ", seed " + seed;
    Check.near(
        DataType.FLOAT64,
        new double[] {mean, variance},
        i -> i == 0 ? meanError : secondError,
        new double[] {average, second},
        i -> (i == 0 ? "mean" : "variance") + where);
  }

  /** Chi-square test over all states; for discrete units. */
  @Test
  @DisplayName("§10.06 Draws of discrete units are states, as often as the energy says")
  default void distributionOfDraws() {
    Assumptions.assumeTrue(stateWeight() == 1, "the points of a grid are not states");
    UnitFunctions units = units(backend());
    long seed = Seeds.of("10.06", FALSE_ALARM);
    for (int row = 0; row < inputs().length; row++) {
      double[] input = inputs()[row];
      RandomKey key = RandomKey.of(seed).fold(row);
      Scope.within(
          () -> {
            double[] exact = probabilities(units, input);
            ExactDistribution distribution =
                ExactDistribution.of(states(), Arrays.stream(exact).map(Math::log).toArray());
            double p = distribution.pValue(draws(units, DataType.FLOAT32, key, input));
            Check.that(
                p >= FALSE_ALARM / inputs().length,
                () ->
                    "the counts of draws at input "
                        + Arrays.toString(input)
                        + " have p-value "
                        + p
                        + ", seed "
                        + seed);
          });
    }
  }

  /** Bit for bit, eagerly; different keys give different draws. */
  @Test
  @DisplayName("§10.07 Draws depend on the key, and on nothing else")
  default void drawsDependOnKey() {
    UnitFunctions units = units(backend());
    try (Scope scope = Scope.open()) {
      double[] input = inputs()[0];
      RandomKey key = RandomKey.of(7);
      double[] first = draws(units, DataType.FLOAT32, key, input);
      double[] again = draws(units, DataType.FLOAT32, key, input);
      Check.sameBits(first, again, i -> "a draw with the same key");
      double[] other = draws(units, DataType.FLOAT32, key.fold(1), input);
      Check.that(!Arrays.equals(first, other), () -> "draws with another key are the same");
    }
  }
}
