package org.latent4j.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static String show(boolean onTerminal, int steps) {
    StringWriter text = new StringWriter();
    try (Progress progress =
        Progress.start(new PrintWriter(text), onTerminal, "training", "epoch", steps)) {
      for (int step = 1; step <= steps; step++) {
        progress.partly(step, 0.5);
        progress.done(step, "score " + step);
      }
    }
    return text.toString();
  }

  @Test
  void aLogGetsPlainLinesWithTheFirstAndTheLastStep() {
    List<String> lines = show(false, 1000).lines().toList();
    assertTrue(lines.size() >= 20 && lines.size() <= 22, lines.size() + " lines");
    assertTrue(lines.get(0).startsWith("epoch 1/1000"), lines.get(0));
    assertTrue(lines.get(lines.size() - 1).startsWith("epoch 1000/1000"));
    assertTrue(lines.get(lines.size() - 1).endsWith("score 1000"));
    assertFalse(String.join("", lines).contains("\r"));
  }

  @Test
  void shortTasksShowEveryStep() {
    assertEquals(3, show(false, 3).lines().count());
  }

  @Test
  void aTerminalGetsABarThatEndsFull() {
    String text = show(true, 7);
    String last = text.substring(text.lastIndexOf('\r'));
    assertTrue(last.contains("training 100%"), last);
    assertTrue(last.contains(" 7/7 "), last);
    assertTrue(last.contains("score 7"), last);
    assertTrue(last.endsWith(System.lineSeparator()), "the next line starts afresh");
  }

  @Test
  void devicesOfTerminalsAreTold() {
    assertTrue(Terminal.isTerminal("/dev/pts/3"));
    assertTrue(Terminal.isTerminal("/dev/tty1"));
    assertFalse(Terminal.isTerminal("/dev/null"));
    assertFalse(Terminal.isTerminal("pipe:[12345]"));
    assertFalse(Terminal.isTerminal("/tmp/pts/log"));
  }

  @Test
  void theWidthComesFromTheEnvironmentIfItMakesSense() {
    assertEquals(120, Terminal.width(Map.of("COLUMNS", "120")));
    assertEquals(80, Terminal.width(Map.of("COLUMNS", "3")));
    assertEquals(80, Terminal.width(Map.of("COLUMNS", "wide")));
    assertEquals(80, Terminal.width(Map.of()));
  }
}
