package org.latent4j.models.promise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.latent4j.models.promise.EveryBackend.on;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.models.rbm.Method;
import org.latent4j.models.rbm.RbmModel;

/**
 * The second promise of determinism: a training run, repeated on one backend with the same number
 * of threads, writes the same model file byte for byte.
 */
class SameRunTest {
  @TempDir Path folder;

  private static Stream<Arguments> backendsAndMethods() {
    return EveryBackend.names().stream()
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, DigitsRuns.cd1()), Arguments.of(name, DigitsRuns.pcd1())));
  }

  @ParameterizedTest
  @MethodSource("backendsAndMethods")
  void repeatedTrainingWritesTheSameBytes(String name, Method method) throws IOException {
    byte[] first = trained(name, method, 7);
    assertArrayEquals(first, trained(name, method, 7));
    assertFalse(Arrays.equals(first, trained(name, method, 8)), "another seed, the same model");
  }

  private byte[] trained(String name, Method method, long seed) throws IOException {
    RbmModel model = on(name, b -> DigitsRuns.twoHundredSteps(b, method, 0.5, seed));
    Path file = folder.resolve("model.safetensors");
    model.save(file);
    return Files.readAllBytes(file);
  }
}
