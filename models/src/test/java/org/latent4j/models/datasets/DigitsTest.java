package org.latent4j.models.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.latent4j.models.data.Dataset;
import org.latent4j.models.data.ImageShape;
import org.latent4j.models.data.Scale;

/**
 * The known numbers come from Python: {@code d = numpy.loadtxt(gzip.open("digits.csv.gz"),
 * delimiter=",")}, then {@code d[:, :64].sum()}, {@code numpy.bincount(d[:, 64].astype(int))},
 * {@code (d[:, :64] / 16 > 0.5).sum()} and hashlib's SHA-256 of the unpacked bytes.
 */
class DigitsTest {

  private final Dataset digits = Digits.load();

  @Test
  void valuesAreTheKnownOnes() {
    assertEquals("digits [1797, 64]", digits.toString());
    assertEquals(Optional.of(new ImageShape(8, 8)), digits.imageShape());
    assertEquals(new Scale(0, 16), digits.scale());
    digits.requireIn01("test");
    long sum = 0;
    for (byte b : digits.bytes(0, digits.rows())) {
      sum += b;
    }
    assertEquals(561_718, sum);
    assertArrayEquals(new byte[] {0, 0, 5, 13, 9, 1, 0, 0}, firstLine());
    assertEquals(13 / 16f, digits.value(0, 3));
  }

  private byte[] firstLine() {
    byte[] line = new byte[8];
    System.arraycopy(digits.bytes(0, 1), 0, line, 0, 8);
    return line;
  }

  @Test
  void labelsAreTheKnownOnes() {
    int[] counts = new int[10];
    for (int label : digits.labels().orElseThrow()) {
      counts[label]++;
    }
    assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, counts);
  }

  @Test
  void thresholdAtOneHalfGivesTheKnownPixels() {
    Dataset binary = digits.threshold(0.5);
    int ones = 0;
    for (byte b : binary.bytes(0, binary.rows())) {
      ones += b;
    }
    assertEquals(33_687, ones);
  }

  @Test
  void provenanceIsTheFile() {
    assertEquals(
        "digits.csv.gz sha256:6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8;"
            + " scale(16.0)",
        digits.provenance().toString());
  }

  @Test
  void licenceLiesBesideTheData() {
    assertNotNull(Digits.class.getResource("digits-LICENSE.txt"));
  }
}
