package org.latent4j.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.tensor.Tensor;
import org.latent4j.testing.Differences;
import org.latent4j.testing.NaiveBackend;
import org.latent4j.testing.RandomFunction;

/** Gradients of functions composed at random, seeds 0 to 63. */
class RandomGradientsTest {
  private static final int FUNCTIONS = 64;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void firstAndSecondDerivativesAgreeWithDifferences(int quarter) {
    for (long seed = quarter; seed < FUNCTIONS; seed += 4) {
      try (NaiveBackend backend = new NaiveBackend()) {
        RandomFunction function = new RandomFunction(seed, backend);
        Differences.checkAlong("function " + seed, function, function.arguments(), seed);
      }
    }
  }

  @Test
  void aProgramGivesTheSameBits() {
    for (long seed = 0; seed < FUNCTIONS; seed++) {
      try (NaiveBackend backend = new NaiveBackend()) {
        RandomFunction function = new RandomFunction(seed, backend);
        List<Tensor> at = function.arguments();
        var gradient = Gradients.of(function);
        try (Program<Nothing, List<Tensor>, List<Tensor>> program =
            Program.compile(backend, gradient)) {
          List<Tensor> eager = gradient.apply(at);
          List<Tensor> traced = program.run(at);
          for (int leaf = 0; leaf < at.size(); leaf++) {
            assertArrayEquals(
                eager.get(leaf).toDoubles(), traced.get(leaf).toDoubles(), "function " + seed);
          }
        }
      }
    }
  }
}
