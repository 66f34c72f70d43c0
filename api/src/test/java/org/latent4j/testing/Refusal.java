package org.latent4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Calls that must be refused, with the exact message. */
public final class Refusal {
  private Refusal() {}

  /** Requires an {@link IllegalArgumentException}. */
  public static void ofArgument(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  /** Requires an {@link IllegalStateException}. */
  public static void ofState(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
  }
}
