package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.latent4j.cli.console.CommandException;
import org.latent4j.models.io.DataFormatException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ErrorReportTest {

  /** A command that fails as it is told. */
  @Command(name = "fail")
  private static final class Failing implements Callable<Integer> {

    private final Exception failure;

    Failing(Exception failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  private static String report(Exception failure, String... options) {
    CommandLine commands = CommandLines.latent4j();
    commands.addSubcommand(new Failing(failure));
    commands.setExecutionExceptionHandler(new ErrorReport());
    StringWriter err = new StringWriter();
    commands.setErr(new PrintWriter(err));
    String[] words = new String[options.length + 1];
    System.arraycopy(options, 0, words, 0, options.length);
    words[options.length] = "fail";
    assertEquals(1, commands.execute(words));
    return err.toString();
  }

  @Test
  void whatTheUserCanMendIsShownAsItIs() {
    assertEquals(
        "latent4j: the disk is full", report(new CommandException("the disk is full")).strip());
    assertEquals(
        "latent4j: x.csv: line 3", report(new DataFormatException("x.csv: line 3")).strip());
    UncheckedIOException disk =
        new UncheckedIOException("cannot write x", new NoSuchFileException("x"));
    assertEquals("latent4j: cannot write x", report(disk).strip());
  }

  @Test
  void theUnexpectedIsOneSentenceWithTheWayToTheDetails() {
    String text = report(new NullPointerException());
    assertEquals(1, text.lines().count(), text);
    assertTrue(text.contains("unexpected error"), text);
    assertTrue(text.contains("--stacktrace"), text);
  }

  @Test
  void linesOfAMessageAreJoined() {
    assertEquals("latent4j: one; two", report(new CommandException("one\n  two\n")).strip());
  }

  @Test
  void stacktraceShowsThePlaceOnRequestOnly() {
    assertFalse(report(new CommandException("x")).contains("ErrorReportTest"));
    String text = report(new CommandException("x"), "--stacktrace");
    assertTrue(text.startsWith("latent4j: x" + System.lineSeparator()), text);
    assertTrue(text.contains("ErrorReportTest"), text);
  }

  @Test
  void outOfMemoryTellsHowToGetMore() {
    CommandLine commands = CommandLines.latent4j();
    StringWriter err = new StringWriter();
    commands.setErr(new PrintWriter(err));
    assertEquals(1, ErrorReport.handleError(commands, new OutOfMemoryError("Java heap space")));
    assertEquals(1, err.toString().lines().count());
    assertTrue(err.toString().contains("-Xmx"), err.toString());
  }
}
