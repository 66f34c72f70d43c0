package org.latent4j.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code latent4j}: the root of all commands and the options that each of them has. */
@Command(
    name = "latent4j",
    header = "Trains and samples latent-variable models.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    versionProvider = Version.class,
    subcommands = {
      TrainCommand.class,
      SampleCommand.class,
      EvaluateCommand.class,
      DoctorCommand.class
    },
    footerHeading = "%nThe first steps:%n",
    footer = {
      "  latent4j train rbm --data digits    train on the bundled 8x8 digits, some seconds",
      "  latent4j sample runs/NAME           let the trained model dream",
      "  latent4j evaluate runs/NAME         score it on the rows it has learned from and not",
      "  latent4j doctor                     see what this machine can compute with",
      "",
      "latent4j COMMAND --help explains a command and all of its options."
    })
final class Latent4jCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // the library acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // the library acts on it
  private boolean version;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "After an error, show where in the program it happened.")
  private boolean stacktrace;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Say more, for instance which backend was chosen and why.")
  private boolean verbose;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  /** Runs the command that was named; the options of the root apply to all of them. */
  static int execute(ParseResult parsed) {
    if (root(parsed.commandSpec()).verbose) {
      // Read when the first logger is made, which no class of the command line does.
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    }
    return new RunLast().execute(parsed);
  }

  static boolean wantsStacktrace(CommandSpec command) {
    return root(command).stacktrace;
  }

  private static Latent4jCommand root(CommandSpec command) {
    return (Latent4jCommand) command.root().userObject();
  }
}
