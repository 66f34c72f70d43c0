package org.latent4j.tck;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/**
 * §10: how energy, cumulant, mean and variance of units hang together. Derivatives are central
 * differences in FLOAT64 and hold to 10<sup>-6</sup>, relative to 1 or to the number if larger.
 */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
interface UnitMomentRules extends UnitRules {
  double STEP = 1e-4;
  double TOLERANCE = 1e-6;

  /** Moves one element of the input of every row. */
  private double[][] moved(int element, double by) {
    double[][] rows = inputs();
    for (double[] row : rows) {
      row[element] += by;
    }
    return rows;
  }

  /** (f(a + h e_i) - f(a - h e_i)) / 2h for every row of inputs. */
  private double[] difference(UnaryOperator<Tensor> function, int element) {
    double[] after = function.apply(matrix(DataType.FLOAT64, moved(element, STEP))).toDoubles();
    double[] before = function.apply(matrix(DataType.FLOAT64, moved(element, -STEP))).toDoubles();
    double[] difference = new double[after.length];
    Arrays.setAll(difference, i -> (after[i] - before[i]) / (2 * STEP));
    return difference;
  }

  private void requireDerivative(
      String what, UnaryOperator<Tensor> function, UnaryOperator<Tensor> derivative) {
    try (Scope scope = Scope.open()) {
      double[] actual = derivative.apply(matrix(DataType.FLOAT64, inputs())).toDoubles();
      for (int element = 0; element < size(); element++) {
        int at = element;
        double[] expected = difference(a -> function.apply(a).slice(-1, at, at + 1), element);
        double[] column = column(actual, element);
        Check.near(
            DataType.FLOAT64,
            expected,
            row -> TOLERANCE * Math.max(1, Math.abs(expected[row])),
            column,
            row -> what + " of element " + at + " at input " + Arrays.toString(inputs()[row]));
      }
    }
  }

  /** Central differences of the sum of the units' cumulants. */
  @Test
  @DisplayName("§10.01 The mean is the derivative of the cumulant generating function")
  default void meanIsDerivativeOfCumulant() {
    UnitFunctions units = units(backend());
    // The sum over units is the same function of every element, so it is repeated for each.
    requireDerivative(
        "mean",
        a -> units.cumulant().apply(a).sum(-1).expand(-1).broadcastTo(a.shape()),
        units.mean());
  }

  /** Central differences of the mean. */
  @Test
  @DisplayName("§10.02 The variance is the derivative of the mean")
  default void varianceIsDerivativeOfMean() {
    UnitFunctions units = units(backend());
    requireDerivative("variance", units.mean(), units.variance());
  }

  /** E(a, x) - E(b, x) = -sum of (a - b) x. */
  @Test
  @DisplayName("§10.03 The energy is linear in the input, with the state as slope")
  default void energyIsLinear() {
    UnitFunctions units = units(backend());
    try (Scope scope = Scope.open()) {
      for (double[] state : states()) {
        double[][] repeated = new double[inputs().length][];
        Arrays.fill(repeated, state);
        Tensor x = matrix(DataType.FLOAT64, repeated);
        double[] energy = units.energy().apply(matrix(DataType.FLOAT64, inputs()), x).toDoubles();
        double[] expected = new double[energy.length];
        for (int row = 0; row < energy.length; row++) {
          expected[row] = energy[0];
          for (int i = 0; i < size(); i++) {
            expected[row] -= (inputs()[row][i] - inputs()[0][i]) * state[i];
          }
        }
        Check.near(
            DataType.FLOAT64,
            expected,
            row -> TOLERANCE * Math.max(1, Math.abs(expected[row])),
            energy,
            row -> "energy of " + Arrays.toString(state));
      }
    }
  }

  /** The sum, or integral, of exp(-E(a, x)) is the exponential of the units' cumulants. */
  @Test
  @DisplayName("§10.04 The cumulant generating function normalises the distribution")
  default void cumulantNormalises() {
    UnitFunctions units = units(backend());
    try (Scope scope = Scope.open()) {
      for (double[] input : inputs()) {
        double sum = Arrays.stream(probabilities(units, input)).sum();
        Check.near(
            DataType.FLOAT64,
            new double[] {1},
            i -> TOLERANCE,
            new double[] {sum},
            i -> "sum of probabilities at input " + Arrays.toString(input));
      }
    }
  }
}
