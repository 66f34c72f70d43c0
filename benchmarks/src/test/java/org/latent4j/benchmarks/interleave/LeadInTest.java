package org.latent4j.benchmarks.interleave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.IterationType;

class LeadInTest {
  private static final String NAME = "any.package.Counting.";

  /** Counts its steps and fails after as many as it is told. */
  public static final class Counting {
    private final RuntimeException failure = new RuntimeException("too many steps");
    private int limit = Integer.MAX_VALUE;
    private int steps;

    public void step() {
      if (steps == limit) {
        throw failure;
      }
      steps++;
    }

    public void step(int several) {
      steps += several;
    }
  }

  private final Counting counting = new Counting();

  @AfterEach
  void forget() {
    System.clearProperty(LeadIn.MILLIS);
  }

  @Test
  void theBenchmarkRunsUntilTheTimeIsOver() {
    System.setProperty(LeadIn.MILLIS, "20");
    long start = System.nanoTime();
    LeadIn.run(counting, NAME + "step", IterationType.MEASUREMENT);
    assertTrue(System.nanoTime() - start >= 20_000_000L);
    assertTrue(counting.steps >= 1);
  }

  @Test
  void nothingRunsBeforeAnIterationThatIsNotCounted() {
    System.setProperty(LeadIn.MILLIS, "20");
    LeadIn.run(counting, NAME + "step", IterationType.WARMUP);
    assertEquals(0, counting.steps);
  }

  @Test
  void nothingRunsWithoutTheProperty() {
    LeadIn.run(counting, NAME + "step", IterationType.MEASUREMENT);
    assertEquals(0, counting.steps);
  }

  @Test
  void aBenchmarkThatFailsEndsTheTurn() {
    System.setProperty(LeadIn.MILLIS, "60000");
    counting.limit = 3;
    IllegalStateException error =
        assertThrows(
            IllegalStateException.class,
            () -> LeadIn.run(counting, NAME + "step", IterationType.MEASUREMENT));
    assertEquals(3, counting.steps);
    assertSame(counting.failure, error.getCause());
  }

  @Test
  void aBenchmarkMustHaveNoParameters() {
    System.setProperty(LeadIn.MILLIS, "20");
    assertThrows(
        IllegalStateException.class,
        () -> LeadIn.run(counting, NAME + "steps", IterationType.MEASUREMENT));
  }
}
