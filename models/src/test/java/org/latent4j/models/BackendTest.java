package org.latent4j.models;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Backends;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Gives tests the backend {@code java}, and each of them a scope. */
public abstract class BackendTest {
  /** The backend of the tests of a class. */
  protected static Backend backend;

  private Scope scope;

  @BeforeAll
  static void openBackend() {
    backend = Backends.open(System.getProperty("latent4j.test.backend", "java"));
  }

  @AfterAll
  static void closeBackend() {
    backend.close();
  }

  @BeforeEach
  void openScope() {
    scope = Scope.open();
  }

  @AfterEach
  void closeScope() {
    scope.close();
  }

  /** Makes a FLOAT64 matrix. */
  protected static Tensor matrix(double[]... rows) {
    int columns = rows[0].length;
    double[] values = new double[rows.length * columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return Tensor.of(backend, values, rows.length, columns);
  }

  /** Makes a FLOAT64 vector. */
  protected static Tensor vector(double... values) {
    return Tensor.of(backend, values, values.length);
  }

  /** The rows of a matrix. */
  protected static double[][] rows(Tensor matrix) {
    int columns = matrix.shape().dim(1);
    double[] values = matrix.toDoubles();
    double[][] rows = new double[matrix.shape().dim(0)][columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(values, row * columns, rows[row], 0, columns);
    }
    return rows;
  }
}
