package org.latent4j.benchmarks.interleave;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/**
 * The base of every benchmark here: its iterations can be interleaved with those of other
 * processes. JMH times neither the waiting nor the lead-in.
 */
public abstract class TurnTaking {
  /** For subclasses. */
  protected TurnTaking() {}

  /**
   * Waits for the turn, then computes for a while what is not counted.
   *
   * @param benchmark the benchmark that JMH runs
   * @param iteration whether the iteration is counted
   */
  @Setup(Level.Iteration)
  public final void takeTurn(BenchmarkParams benchmark, IterationParams iteration) {
    Turn.take();
    LeadIn.run(this, benchmark.getBenchmark(), iteration.getType());
  }

  /** Lets the next one measure. */
  @TearDown(Level.Iteration)
  public final void passTurn() {
    Turn.pass();
  }
}
