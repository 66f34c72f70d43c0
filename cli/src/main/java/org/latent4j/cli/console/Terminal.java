package org.latent4j.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** Whether somebody is looking, or a file or a pipe. */
public final class Terminal {

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final int USUAL_WIDTH = 80;

  private Terminal() {}

  /**
   * Whether standard error goes to a terminal on which a line can be overwritten.
   *
   * <p>Where the system shows the open files of a process, as Linux does, the answer is exact.
   * Elsewhere it is whether standard input and output both go to a terminal, which is all that Java
   * tells.
   *
   * @return true on a terminal
   */
  public static boolean onStandardError() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return isTerminal(Files.readSymbolicLink(STANDARD_ERROR).toString());
    } catch (IOException | UnsupportedOperationException noSuchFolder) {
      return CommandLine.Help.Ansi.AUTO.enabled();
    }
  }

  /** Whether the file behind a descriptor is a terminal, by its name. */
  static boolean isTerminal(String device) {
    return device.startsWith("/dev/pts/")
        || device.startsWith("/dev/tty")
        || device.equals("/dev/console");
  }

  /**
   * The width of the terminal in characters, as far as the environment tells.
   *
   * @return the variable COLUMNS, or 80
   */
  public static int width() {
    return width(System.getenv());
  }

  static int width(Map<String, String> environment) {
    try {
      int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
      return columns >= 20 ? columns : USUAL_WIDTH;
    } catch (NumberFormatException notSet) {
      return USUAL_WIDTH;
    }
  }
}
