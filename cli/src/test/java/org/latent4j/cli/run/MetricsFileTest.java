package org.latent4j.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {

  @TempDir Path folder;

  @Test
  void linesAreThereAsSoonAsTheyAreAppendedAndReadBackExactly() throws IOException {
    Path path = folder.resolve("metrics.csv");
    MetricsFile metrics = new MetricsFile(path, List.of("epoch", "a", "b"));
    assertEquals(List.of("epoch,a,b"), Files.readAllLines(path));
    metrics.append(1, 0.1, -1e-30);
    metrics.append(2, Double.NaN, Double.NEGATIVE_INFINITY);
    assertEquals(
        List.of("epoch,a,b", "1,0.1,-1.0E-30", "2,NaN,-Infinity"), Files.readAllLines(path));
  }

  @Test
  void anExistingFileIsNeverAppendedTo() throws IOException {
    Path path = Files.writeString(folder.resolve("metrics.csv"), "old");
    assertThrows(UncheckedIOException.class, () -> new MetricsFile(path, List.of("epoch")));
    assertEquals("old", Files.readString(path));
  }

  @Test
  void aLineOfTheWrongLengthIsRefused() {
    MetricsFile metrics = new MetricsFile(folder.resolve("metrics.csv"), List.of("epoch", "a"));
    assertThrows(IllegalArgumentException.class, () -> metrics.append(1));
  }
}
