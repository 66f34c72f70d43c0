package org.latent4j.backend.java.host;

/**
 * How long a thread looks again and again for what it waits for, before it sleeps. One that sleeps
 * must be woken by the system. That takes tens of microseconds, and where the system puts the woken
 * thread on the processor of the one that woke it, as it did in one of fifty cases, that one stands
 * still for a millisecond or two. An instance belongs to one thread at a time.
 */
final class Patience {
  private static final long NANOS = 1_000_000;

  /** Looks from one look at the clock to the next; a power of two. */
  private static final int LOOKS = 64;

  private long start;
  private int looks;

  /** Begins to wait. */
  void begin() {
    start = System.nanoTime();
    looks = 0;
  }

  /** Waits a moment and returns true, or returns false at once when it is time to sleep. */
  boolean waitAwake() {
    if ((++looks & (LOOKS - 1)) == 0 && System.nanoTime() - start > NANOS) {
      return false;
    }
    Thread.onSpinWait();
    return true;
  }
}
