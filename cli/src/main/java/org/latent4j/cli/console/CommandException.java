package org.latent4j.cli.console;

/**
 * A failure that the user can mend. Its message is shown as it is, after the command's name and
 * without a stack trace, so it must be one sentence that says what is wrong and what to do.
 */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence for the user
   */
  public CommandException(String message) {
    super(message);
  }

  /**
   * Creates the exception with what was underneath.
   *
   * @param message one sentence for the user
   * @param cause shown with {@code --stacktrace}
   */
  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
