package org.latent4j.models.io;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The property of {@link SafetensorsMutationTest} for Jazzer: in the build on the well-formed files
 * and on whatever inputs are stored beside this class; with {@code JAZZER_FUZZ=1} on inputs that it
 * searches for.
 */
class SafetensorsFuzzTest {

  static Stream<byte[]> wellFormed() throws IOException {
    return Stream.of(SafetensorsMutationTest.wellFormed());
  }

  @MethodSource("wellFormed")
  @FuzzTest(maxDuration = "1m")
  void anyBytesAreReadOrRefused(byte[] file) throws IOException {
    SafetensorsMutationTest.readOrRefuse(file);
  }
}
