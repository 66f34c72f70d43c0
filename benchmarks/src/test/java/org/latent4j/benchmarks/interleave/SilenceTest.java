package org.latent4j.benchmarks.interleave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SilenceTest {
  @Test
  void countsAreReadFromALineOfLinux() {
    // The guests' time, in the last two, is part of the user's.
    assertArrayEquals(
        new long[] {100 + 1 + 20 + 500 + 50 + 2 + 3 + 4, 100 + 1 + 20 + 2 + 3 + 4},
        Silence.counts("cpu  100 1 20 500 50 2 3 4 7 7"));
  }

  @Test
  void aLineThatIsNotThereMeansThatNobodyComputes() {
    assertArrayEquals(new long[] {0, 0}, Silence.counts(""));
    assertEquals(0, Silence.busyPart(Silence.counts(""), Silence.counts("")));
  }

  @Test
  void theBusyPartIsThatOfTheTimeBetween() {
    long[] before = Silence.counts("cpu  100 0 0 1000 0 0 0 0 0 0");
    assertEquals(0.5, Silence.busyPart(before, Silence.counts("cpu  104 0 0 1004 0 0 0 0 0 0")));
    assertEquals(0, Silence.busyPart(before, Silence.counts("cpu  100 0 0 1004 4 0 0 0 0 0")));
  }

  @Test
  void thereIsAPauseEvenIfNobodyComputes() throws InterruptedException {
    long start = System.nanoTime();
    Silence.await();
    assertTrue(System.nanoTime() - start >= 40_000_000L);
  }
}
