package org.latent4j.cli.command;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.latent4j.backend.BackendUnavailableException;
import org.latent4j.cli.console.CommandException;
import org.latent4j.models.io.DataFormatException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells the user what went wrong in one sentence on standard error. Where the sentence cannot be
 * expected to suffice, it ends with the way to the details.
 */
final class ErrorReport implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    say(
        command,
        sentence(String.valueOf(failure.getMessage())) + suggestion(failure) + seeHelp(command));
    return ExitCode.USAGE;
  }

  private static String seeHelp(CommandLine command) {
    return " (see '" + command.getCommandSpec().qualifiedName() + " --help')";
  }

  private static String suggestion(ParameterException failure) {
    List<String> similar =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?";
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    if (failure instanceof OptionException) {
      say(command, failure.getMessage() + seeHelp(command));
      return ExitCode.USAGE;
    }
    boolean details = Latent4jCommand.wantsStacktrace(command.getCommandSpec());
    String hint = details || isForTheUser(failure) ? "" : " (run with --stacktrace for details)";
    say(command, sentence(message(failure)) + hint);
    if (details) {
      failure.printStackTrace(command.getErr());
    }
    return ExitCode.SOFTWARE;
  }

  /** Whether the message was written for the user of the command. */
  private static boolean isForTheUser(Throwable failure) {
    return failure instanceof CommandException
        || failure instanceof DataFormatException
        || failure instanceof BackendUnavailableException
        || failure instanceof UncheckedIOException;
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    boolean explained = failure instanceof IllegalArgumentException || isForTheUser(failure);
    if (explained && message != null && !message.isBlank()) {
      return message;
    }
    return "unexpected error: " + failure;
  }

  /** One line, however many the message has, and without the names of Java's types. */
  private static String sentence(String message) {
    String line =
        message
            .strip()
            .replaceAll("\\s*\\R\\s*", "; ")
            .replaceAll("is not an? (int|long)$", "is not a whole number")
            .replaceAll("is not a double$", "is not a number");
    boolean ofTheLibrary = line.matches("(Unknown|Unmatched|Missing|Invalid|Expected) .*");
    return ofTheLibrary ? line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1) : line;
  }

  /** Errors of the virtual machine, which the command line library does not catch. */
  static int handleError(CommandLine command, Error failure) {
    if (failure instanceof OutOfMemoryError) {
      say(
          command,
          "out of memory ("
              + failure.getMessage()
              + "); give Java more, for instance with LATENT4J_JAVA_OPTS=-Xmx8g, or train with"
              + " a smaller --batch or fewer --hidden units");
    } else {
      say(command, sentence("unexpected error: " + failure));
      failure.printStackTrace(command.getErr());
    }
    return ExitCode.SOFTWARE;
  }

  private static void say(CommandLine command, String sentence) {
    PrintWriter err = command.getErr();
    err.println("latent4j: " + sentence);
    err.flush();
  }
}
