package org.latent4j.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * A command that has run inside the test.
 *
 * @param exitCode 0, 1 or 2
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Terminated(int exitCode, String out, String err) {

  static Terminated run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commands = CommandLines.latent4j();
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err));
    commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    int exitCode = commands.execute(words);
    return new Terminated(exitCode, out.toString(), err.toString());
  }

  /** Requires success. */
  Terminated succeeded() {
    assertEquals(0, exitCode, err);
    return this;
  }

  /** Requires the exit code and one line on standard error that holds all the parts. */
  Terminated failed(int expectedExitCode, String... parts) {
    assertEquals(expectedExitCode, exitCode, out + err);
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.startsWith("latent4j: "), err);
    for (String part : parts) {
      assertTrue(err.contains(part), "expected '" + part + "' in: " + err);
    }
    assertTrue(!err.contains("Exception"), err);
    return this;
  }

  /** A path with slashes of this system, as messages show it. */
  static String shown(Path path) {
    return path.toString();
  }
}
