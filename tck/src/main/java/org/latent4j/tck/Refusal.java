package org.latent4j.tck;

/** Requires that something which is not allowed is refused with a message. */
final class Refusal {
  private Refusal() {}

  /** Requires an {@link IllegalStateException} with a message. */
  static void require(String what, Runnable action) {
    try {
      action.run();
    } catch (IllegalStateException e) {
      Check.that(
          e.getMessage() != null && !e.getMessage().isBlank(),
          () -> what + ": refused without a message");
      return;
    }
    throw new AssertionError(what + ": must be refused with an IllegalStateException");
  }
}
