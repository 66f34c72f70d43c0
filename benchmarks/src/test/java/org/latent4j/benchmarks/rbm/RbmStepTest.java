package org.latent4j.benchmarks.rbm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The steps that are measured are steps: they change the weights, the same way on every backend.
 */
class RbmStepTest {
  @ParameterizedTest
  @ValueSource(strings = {"cd1", "cd1-models", "pcd1", "pcd1-models"})
  void stepsAreTheSameOnEveryBackend(String algorithm) {
    float[] first = weights("java", algorithm, 0);
    float[] expected = weights("java", algorithm, 3);
    assertFalse(Arrays.equals(first, expected));
    assertArrayEquals(expected, weights("cpu", algorithm, 3), 1e-6f);
    assertArrayEquals(expected, weights("blas", algorithm, 3), 1e-6f);
  }

  private static float[] weights(String backend, String algorithm, int steps) {
    RbmStep benchmark = new RbmStep();
    benchmark.on(backend);
    benchmark.size = "20x10x7";
    benchmark.algorithm = algorithm;
    benchmark.open();
    for (int i = 0; i < steps; i++) {
      benchmark.step();
    }
    benchmark.compileAndStep();
    float[] weights = benchmark.weights();
    benchmark.close();
    return weights;
  }
}
