package org.latent4j.backend;

import org.jspecify.annotations.Nullable;

/** Says that a backend can't be used here, why, and what to do about it. */
public class BackendUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message one sentence with the reason and the cure
   */
  public BackendUnavailableException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message one sentence with the reason and the cure
   * @param cause what went wrong
   */
  public BackendUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
