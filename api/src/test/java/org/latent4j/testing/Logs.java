package org.latent4j.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The log of the library while something is done; the logger in the tests writes to System.err. */
public final class Logs {
  private Logs() {}

  /** Does something and returns what was logged meanwhile, by any thread. */
  public static String of(Runnable work) {
    return of(log -> work.run());
  }

  /** The same for work that looks at the log itself. */
  public static String of(Consumer<Supplier<String>> work) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      work.accept(() -> log.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Counts how often a text occurs in a log. */
  public static int count(String text, String log) {
    return log.split(Pattern.quote(text), -1).length - 1;
  }
}
