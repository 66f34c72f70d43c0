package org.latent4j.tck;

import java.util.Arrays;
import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/** What the groups of rules for units stand on; {@link UnitVerification} says what each is. */
interface UnitRules {
  /** The probability of a false alarm of a statistical rule, for a random seed. */
  double FALSE_ALARM = 1e-6;

  Backend backend();

  UnitFunctions units(Backend backend);

  int size();

  double[][] states();

  double stateWeight();

  double[][] inputs();

  double[] extremeInputs();

  /** A matrix of rows of the layer's size. */
  default Tensor matrix(DataType type, double[]... rows) {
    double[] numbers = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Tensors.of(backend(), type, numbers, rows.length, size());
  }

  /** One column of a matrix of the layer's size. */
  default double[] column(double[] rows, int element) {
    double[] column = new double[rows.length / size()];
    Arrays.setAll(column, row -> rows[row * size() + element]);
    return column;
  }

  /** The probability of every state, by energy and cumulant. */
  default double[] probabilities(UnitFunctions units, double[] input) {
    double[][] repeated = new double[states().length][];
    Arrays.fill(repeated, input);
    Tensor a = matrix(DataType.FLOAT64, repeated);
    double[] energies = units.energy().apply(a, matrix(DataType.FLOAT64, states())).toDoubles();
    double[] cumulants = units.cumulant().apply(a).sum(-1).toDoubles();
    double[] probabilities = new double[energies.length];
    Arrays.setAll(probabilities, i -> stateWeight() * Math.exp(-energies[i] - cumulants[i]));
    return probabilities;
  }
}
