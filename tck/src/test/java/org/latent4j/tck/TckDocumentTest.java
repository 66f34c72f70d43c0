package org.latent4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TckDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "tck.md");
  private static final Path EXPECTED = Path.of("target", "tck.md");

  @Test
  @DisplayName("docs/tck.md lists the rules and bounds as they are")
  void documentIsUpToDate() throws IOException {
    String expected = TckDocument.text();
    Files.createDirectories(EXPECTED.getParent());
    Files.writeString(EXPECTED, expected);
    String actual = Files.exists(DOCUMENT) ? Files.readString(DOCUMENT) : "";
    assertEquals(
        expected, actual, "docs/tck.md is out of date; copy tck/target/tck.md to docs/tck.md");
  }

  @Test
  @DisplayName("Every rule has a number of its own")
  void numbersAreUnique() {
    Set<String> seen = new HashSet<>();
    for (Class<?> verification : TckDocument.VERIFICATIONS) {
      Rules.of(verification).forEach(rule -> assertTrue(seen.add(rule.number()), rule::toString));
    }
  }
}
