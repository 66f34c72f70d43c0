package org.latent4j.benchmarks.interleave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The pause between two turns. It lasts until nobody computes: the threads of the last contestant
 * that wait in busy loops have gone to sleep, and other programs are done. A program that has one
 * of two processors would make a step on two threads take two to ten times as long, and a step on
 * one no longer at all.
 *
 * <p>Who computes is read from Linux's {@code /proc/stat}; elsewhere there is only the pause.
 */
final class Silence {
  private static final Path COUNTS = Path.of("/proc/stat");
  private static final int PAUSE_MILLIS = 40;
  private static final int LONGEST_MILLIS = 20_000;

  /** How many processors may be busy; Linux counts in hundredths of a second. */
  private static final double LITTLE = 0.5;

  private Silence() {}

  /**
   * Returns after {@value #PAUSE_MILLIS} ms without work, or {@value #LONGEST_MILLIS} ms at most.
   */
  static void await() throws InterruptedException {
    long start = System.nanoTime();
    long[] before = counts();
    boolean quiet = false;
    while (!quiet && System.nanoTime() - start < LONGEST_MILLIS * 1_000_000L) {
      Thread.sleep(PAUSE_MILLIS);
      long[] after = counts();
      quiet = busyPart(before, after) * Runtime.getRuntime().availableProcessors() <= LITTLE;
      before = after;
    }
  }

  /** What part of all processors' time between two counts was used. */
  static double busyPart(long[] before, long[] after) {
    long all = after[0] - before[0];
    return all <= 0 ? 0 : (double) (after[1] - before[1]) / all;
  }

  private static long[] counts() {
    try (var lines = Files.lines(COUNTS)) {
      return counts(lines.findFirst().orElse(""));
    } catch (IOException e) {
      return new long[2];
    }
  }

  /**
   * Reads the time that all processors have had, and how much of it they were busy: a line of user,
   * nice, system, idle, waiting for input or output, and interrupts.
   */
  static long[] counts(String line) {
    long[] parts =
        Arrays.stream(line.strip().split("\\s+", -1)).skip(1).mapToLong(Long::parseLong).toArray();
    long all = Arrays.stream(parts).limit(8).sum();
    long idle = parts.length > 4 ? parts[3] + parts[4] : all;
    return new long[] {all, all - idle};
  }
}
