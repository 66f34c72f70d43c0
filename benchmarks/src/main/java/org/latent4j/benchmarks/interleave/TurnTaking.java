package org.latent4j.benchmarks.interleave;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The base of every benchmark here: its iterations can be interleaved with those of other
 * processes. JMH does not time the waiting.
 */
public abstract class TurnTaking {
  /** For subclasses. */
  protected TurnTaking() {}

  /** Waits for the turn. */
  @Setup(Level.Iteration)
  public final void takeTurn() {
    Turn.take();
  }

  /** Lets the next one measure. */
  @TearDown(Level.Iteration)
  public final void passTurn() {
    Turn.pass();
  }
}
