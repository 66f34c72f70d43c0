package org.latent4j.tck;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.latent4j.backend.Backend;

/**
 * §10: the rules for a type of units. A unit is a distribution of the exponential family, so its
 * functions hang together: the mean is the derivative of the cumulant generating function, the
 * variance that of the mean, and draws have that mean and variance. A subclass names the functions
 * and inherits a test for every rule.
 *
 * <p>Derivatives are central differences in FLOAT64 and hold to 10<sup>-6</sup>. Statistical rules
 * raise a false alarm with a probability of about 10<sup>-6</sup> for a random seed; the seed is
 * fixed, and another one can be set by {@code -Dlatent4j.tck.seed}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class UnitVerification
    implements UnitMomentRules, UnitDrawRules, UnitUseRules, AutoCloseable {
  private Backend backend;

  /** For subclasses. */
  protected UnitVerification() {}

  /**
   * Opens the backend to compute on.
   *
   * @return a new backend
   */
  public abstract Backend openBackend();

  /**
   * Returns the functions under test, for a layer of {@link #size} elements.
   *
   * @param backend where to make tensors, if the functions have parameters
   * @return the functions
   */
  @Override
  public abstract UnitFunctions units(Backend backend);

  /**
   * Returns the number of elements of a state of the layer.
   *
   * @return n
   */
  @Override
  public abstract int size();

  /**
   * Returns all states of the layer, or, for continuous units, the points of an even grid that
   * covers the states for every row of {@link #inputs}.
   *
   * @return [states][n]
   */
  @Override
  public abstract double[][] states();

  /**
   * Returns the volume that a state stands for: 1 for discrete units, the volume of a cell of the
   * grid for continuous ones.
   *
   * @return the weight of every state in sums over states
   */
  @Override
  public double stateWeight() {
    return 1;
  }

  /**
   * Returns inputs for which the distribution exists and is not almost certain.
   *
   * @return [rows][n]
   */
  @Override
  public double[][] inputs() {
    double[] numbers = {0, -2, 0.5, 3, -1, 1.5, -0.25};
    double[][] rows = new double[numbers.length][size()];
    for (int row = 0; row < rows.length; row++) {
      int first = row;
      Arrays.setAll(rows[row], i -> numbers[(first + 3 * i) % numbers.length]);
    }
    return rows;
  }

  /**
   * Returns inputs of great size for which the distribution exists.
   *
   * @return numbers, each to be the input of every element
   */
  @Override
  public double[] extremeInputs() {
    return new double[] {-1000, -100, -30, 30, 100, 1000};
  }

  /**
   * Returns the backend to compute on, opened at first use.
   *
   * @return the backend
   */
  @Override
  public final Backend backend() {
    if (backend == null) {
      backend = openBackend();
    }
    return backend;
  }

  /** Closes the backend. */
  @AfterAll
  @Override
  public final void close() {
    if (backend != null) {
      backend.close();
      backend = null;
    }
  }
}
