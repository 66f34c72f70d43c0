package org.latent4j.cli.command;

/** An option with a value that it cannot have; shown like every other mistake on a command line. */
final class OptionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OptionException(String message) {
    super(message);
  }
}
