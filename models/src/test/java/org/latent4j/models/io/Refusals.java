package org.latent4j.models.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Checks how bad input is refused. */
public final class Refusals {

  private Refusals() {}

  /** Requires the documented exception with exactly this message. */
  public static void assertRefused(String message, Executable reading) {
    assertEquals(message, message(reading));
  }

  /** Requires the documented exception, with a message of one line; answers the message. */
  public static String message(Executable reading) {
    String message = assertThrows(DataFormatException.class, reading).getMessage();
    assertFalse(message.contains("\n"), message);
    assertTrue(message.length() < 500, message);
    return message;
  }
}
