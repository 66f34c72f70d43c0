package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void endsAfterAMillisecondAndBeginsAnew() {
    Patience patience = new Patience();
    for (int wait = 0; wait < 3; wait++) {
      long start = System.nanoTime();
      patience.begin();
      assertTrue(patience.waitAwake(), "looks at least once");
      while (patience.waitAwake()) {
        assertTrue(System.nanoTime() - start < 60_000_000_000L, "waits for ever");
      }
      assertTrue(System.nanoTime() - start >= 1_000_000, "sleeps too early");
    }
  }
}
