package org.latent4j.models.promise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.latent4j.models.promise.EveryBackend.on;
import static org.latent4j.tensor.Draws.bernoulli;
import static org.latent4j.tensor.Draws.uniformLike;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.backend.Backend;
import org.latent4j.op.DataType;
import org.latent4j.random.Threefry;
import org.latent4j.random.Uniforms;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * The first promise of determinism: the same random bits on every backend, with any number of
 * threads. They are compared with the definition, computed here one by one.
 */
class SameRandomBitsTest {
  private static final long SEED = 20_260_101;

  /** Odd, and enough that the work is shared among threads. */
  private static final int ROWS = 1_001;

  private static final int COLUMNS = 257;
  private static final int SIZE = ROWS * COLUMNS;

  private static Stream<Arguments> backendsAndThreads() {
    return EveryBackend.names().stream()
        .flatMap(name -> Stream.of(Arguments.of(name, 1), Arguments.of(name, 2)));
  }

  private static RandomKey key() {
    return RandomKey.of(SEED).fold(3);
  }

  private static float[] expectedFloats() {
    long bits = key().bits();
    float[] expected = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      long block = Threefry.block(bits, i / 2);
      expected[i] = Uniforms.float32((int) (i % 2 == 0 ? block >>> 32 : block));
    }
    return expected;
  }

  private static double[] expectedDoubles() {
    long bits = key().bits();
    double[] expected = new double[SIZE];
    Arrays.setAll(expected, i -> Uniforms.float64(Threefry.block(bits, i)));
    return expected;
  }

  private static Tensor zeros(Backend backend, DataType type) {
    return Tensor.full(backend, type, 0, ROWS, COLUMNS);
  }

  @ParameterizedTest
  @MethodSource("backendsAndThreads")
  void uniformDrawsHaveTheBitsOfTheDefinition(String name, int threads) {
    float[] floats =
        on(name, threads, b -> uniformLike(key(), zeros(b, DataType.FLOAT32)).toFloats());
    assertArrayEquals(expectedFloats(), floats);
    double[] doubles =
        on(name, threads, b -> uniformLike(key(), zeros(b, DataType.FLOAT64)).toDoubles());
    assertArrayEquals(expectedDoubles(), doubles);
  }

  @ParameterizedTest
  @MethodSource("backendsAndThreads")
  void bernoulliDrawsAtEqualProbabilitiesHaveTheBitsOfTheDefinition(String name, int threads) {
    float[] uniforms = expectedFloats();
    float[] probabilities = new float[SIZE];
    float[] expected = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      // A tenth of the probabilities hit their uniform number exactly, which is not below them.
      probabilities[i] = i % 10 == 0 ? uniforms[i] : (i % 101) / 100f;
      expected[i] = uniforms[i] < probabilities[i] ? 1 : 0;
    }
    float[] draws =
        on(
            name,
            threads,
            b -> bernoulli(key(), Tensor.of(b, probabilities, ROWS, COLUMNS)).toFloats());
    assertArrayEquals(expected, draws);
  }

  @Test
  void otherKeysGiveOtherBits() {
    BiFunction<Backend, RandomKey, float[]> draw =
        (backend, key) -> uniformLike(key, zeros(backend, DataType.FLOAT32)).toFloats();
    float[] other = on(EveryBackend.REFERENCE, b -> draw.apply(b, RandomKey.of(SEED).fold(4)));
    assertFalse(Arrays.equals(expectedFloats(), other));
  }
}
