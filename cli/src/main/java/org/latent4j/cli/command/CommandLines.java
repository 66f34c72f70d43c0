package org.latent4j.cli.command;

import picocli.CommandLine;

/** Puts the {@code latent4j} command line together. */
public final class CommandLines {

  private static final int HELP_WIDTH = 100;

  private CommandLines() {}

  /**
   * Runs the command.
   *
   * @param arguments the words after {@code latent4j}
   * @return the exit code: 0 for success, 1 for a failure, 2 for a wrong command line
   */
  public static int run(String... arguments) {
    CommandLine commands = latent4j();
    try {
      return commands.execute(arguments);
    } catch (Error failure) {
      return ErrorReport.handleError(commands, failure);
    }
  }

  /** The whole command; tests give it other streams. */
  static CommandLine latent4j() {
    CommandLine commands = new CommandLine(new Latent4jCommand());
    ErrorReport errors = new ErrorReport();
    commands.setParameterExceptionHandler(errors);
    commands.setExecutionExceptionHandler(errors);
    commands.setExecutionStrategy(Latent4jCommand::execute);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    // The last one counts, as everywhere in a shell, so that an alias can be overruled.
    commands.setOverwrittenOptionsAllowed(true);
    commands.setUsageHelpWidth(HELP_WIDTH);
    GroupedOptions.install(commands);
    return commands;
  }
}
