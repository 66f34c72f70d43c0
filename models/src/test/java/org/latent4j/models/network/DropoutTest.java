package org.latent4j.models.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.BackendTest;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Program;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class DropoutTest extends BackendTest {
  private static final int COUNT = 100_000;

  /** Seed 70; the count of zeros within 5 standard deviations: false-alarm probability 5.8e-7. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8})
  void dropsWithItsProbabilityAndScalesTheRest(double probability) {
    Tensor x = Tensor.full(backend, DataType.FLOAT32, 3, COUNT);
    double[] dropped = Dropout.apply(RandomKey.of(70), x, probability).toDoubles();
    double zeros = Arrays.stream(dropped).filter(y -> y == 0).count();
    double deviation = Math.sqrt(COUNT * probability * (1 - probability));
    assertEquals(COUNT * probability, zeros, 5 * deviation);
    double kept = 3 / (1 - probability);
    assertTrue(Arrays.stream(dropped).allMatch(y -> y == 0 || Math.abs(y - kept) < 1e-5 * kept));
  }

  @Test
  void theKeyDecidesWhatIsDropped() {
    Tensor x = Tensor.full(backend, DataType.FLOAT64, 1, 100);
    double[] first = Dropout.apply(RandomKey.of(71), x, 0.5).toDoubles();
    assertArrayEquals(first, Dropout.apply(RandomKey.of(71), x, 0.5).toDoubles());
    assertFalse(Arrays.equals(first, Dropout.apply(RandomKey.of(72), x, 0.5).toDoubles()));
  }

  @Test
  void theSlopeIsThatOfWhatWasKept() {
    Tensor x = vector(1, 2, 3, 4, 5, 6, 7, 8);
    RandomKey key = RandomKey.of(73);
    double[] mask =
        Dropout.apply(key, Tensor.full(backend, DataType.FLOAT64, 1, 8), 0.4).toDoubles();
    Tensor slope = Gradients.of((Tensor at) -> Dropout.apply(key, at, 0.4).sum()).apply(x);
    assertArrayEquals(mask, slope.toDoubles());
    assertTrue(Arrays.stream(mask).distinct().count() == 2, Arrays.toString(mask));
  }

  @Test
  void aProgramDropsAnewForEveryKey() {
    Tensor x = Tensor.full(backend, DataType.FLOAT32, 1, 64);
    try (Program<?, RandomKey, Tensor> program =
        Program.compile(backend, key -> Dropout.apply(key, x, 0.5))) {
      float[] first = program.run(RandomKey.of(1)).toFloats();
      assertArrayEquals(Dropout.apply(RandomKey.of(1), x, 0.5).toFloats(), first);
      assertFalse(Arrays.equals(first, program.run(RandomKey.of(2)).toFloats()));
    }
  }

  @Test
  void probabilityZeroDropsNothing() {
    Tensor x = vector(1, 2);
    assertSame(x, Dropout.apply(RandomKey.of(1), x, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void impossibleProbabilitiesAreRefused(double probability) {
    assertEquals(
        "dropout: the probability to drop a unit must be in [0, 1), not " + probability,
        assertThrows(
                IllegalArgumentException.class,
                () -> Dropout.apply(RandomKey.of(1), vector(1), probability))
            .getMessage());
  }
}
