package org.latent4j.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  @DisplayName("A rule that holds is reported where a failure is required")
  void rulesThatHold() {
    try (ReferenceBackendTckTest right = new ReferenceBackendTckTest()) {
      AssertionError error =
          assertThrows(AssertionError.class, () -> Rules.requireFailure("4.04", right));
      assertTrue(error.getMessage().contains("4.04"), error.getMessage());
    }
  }

  @Test
  @DisplayName("A number that no rule has is refused")
  void unknownRules() {
    try (ReferenceBackendTckTest right = new ReferenceBackendTckTest()) {
      assertThrows(IllegalArgumentException.class, () -> Rules.run(right, "4.99"));
    }
  }

  @Test
  @DisplayName("A subclass has the rules of its verification, each once")
  void inheritedRules() {
    assertEquals(
        Rules.of(BackendVerification.class).size(), Rules.of(ReferenceBackendTckTest.class).size());
  }
}
