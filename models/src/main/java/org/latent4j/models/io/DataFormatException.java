package org.latent4j.models.io;

/**
 * Data from outside that cannot be used: a file that is missing, unreadable, cut short or
 * malformed, or values that break a stated rule, such as a NaN or a probability above 1.
 *
 * <p>The message is one sentence that names the file or data set, the place in it, the rule and the
 * offending value; a command shows it to its user as it is. Where the operating system refused to
 * read, its exception is the {@linkplain #getCause() cause}.
 */
public final class DataFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence: the source, the rule, the offending value
   */
  public DataFormatException(String message) {
    super(message);
  }

  /**
   * Creates the exception with the failure underneath.
   *
   * @param message one sentence: the source, the rule, the offending value
   * @param cause what the operating system or a library reported
   */
  public DataFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
