package org.latent4j.cli;

import org.latent4j.cli.command.CommandLines;

/** The entry point of the {@code latent4j} command. */
public final class Main {

  private Main() {}

  /**
   * Runs the command and ends the process with its exit code: 0 for success, 1 for a failure, 2 for
   * a command line that is wrong.
   *
   * @param arguments the words after {@code latent4j}
   */
  public static void main(String[] arguments) {
    // Pictures need no display; must be set before the first class of java.awt is used.
    System.setProperty("java.awt.headless", "true");
    System.exit(CommandLines.run(arguments));
  }
}
