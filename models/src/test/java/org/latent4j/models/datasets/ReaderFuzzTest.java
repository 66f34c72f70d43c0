package org.latent4j.models.datasets;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The property of {@link ReaderMutationTest} for Jazzer: in the build on the well-formed files and
 * on whatever inputs are stored beside this class; with {@code JAZZER_FUZZ=1} on inputs that it
 * searches for.
 */
class ReaderFuzzTest {

  static Stream<byte[]> idx() throws IOException {
    return Stream.of(ReaderMutationTest.idx());
  }

  static Stream<byte[]> csv() throws IOException {
    return Stream.of(ReaderMutationTest.csv());
  }

  @MethodSource("idx")
  @FuzzTest(maxDuration = "1m")
  void anyBytesAreReadAsIdxOrRefused(byte[] file) {
    ReaderMutationTest.readOrRefuse(ReaderMutationTest::readIdx, file);
  }

  @MethodSource("csv")
  @FuzzTest(maxDuration = "1m")
  void anyBytesAreReadAsCsvOrRefused(byte[] file) {
    ReaderMutationTest.readOrRefuse(ReaderMutationTest::readCsv, file);
  }
}
