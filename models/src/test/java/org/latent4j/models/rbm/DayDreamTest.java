package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class DayDreamTest extends BackendTest {
  private final SmallMachine machine = SmallMachine.random(4, 3, 40);
  private final Rbm rbm = machine.rbm();

  private RbmParameters parameters() {
    return machine.parameters(backend, DataType.FLOAT32);
  }

  /**
   * Seed 41; the chi-square statistic with 15 degrees of freedom passes 60 with probability 3e-7.
   */
  @Test
  void chainsFromARandomStartReachTheDistributionOfTheModel() {
    int chains = 10_000;
    try (DayDream dream = DayDream.random(rbm, parameters(), chains, RandomKey.of(41))) {
      assertTrue(chiSquare(rows(dream.run(0).samples())) > 120, "the start is already the model");
      double statistic = chiSquare(rows(dream.run(60).samples()));
      assertTrue(statistic < 60, () -> "chi-square is " + statistic);
    }
  }

  private double chiSquare(double[][] samples) {
    double[] counts = new double[16];
    for (double[] sample : samples) {
      counts[SmallMachine.number(sample)]++;
    }
    double[] p = machine.visibleDistribution();
    double statistic = 0;
    for (int state = 0; state < 16; state++) {
      double expected = samples.length * p[state];
      statistic += (counts[state] - expected) * (counts[state] - expected) / expected;
    }
    return statistic;
  }

  @Test
  void lookingOnTheWayDoesNotChangeTheDream() {
    try (DayDream once = DayDream.random(rbm, parameters(), 5, RandomKey.of(42));
        DayDream twice = DayDream.random(rbm, parameters(), 5, RandomKey.of(42))) {
      DayDream.Dream whole = once.run(30);
      twice.run(10);
      DayDream.Dream parts = twice.run(20);
      assertArrayEquals(whole.samples().toFloats(), parts.samples().toFloats());
      assertArrayEquals(whole.probabilities().toFloats(), parts.probabilities().toFloats());
    }
  }

  @Test
  void stepsAreThoseOfTheGibbsKernel() {
    RbmParameters p = parameters();
    Tensor start = matrix(SmallMachine.states(4)).cast(DataType.FLOAT32);
    RandomKey key = RandomKey.of(43);
    var kernel = rbm.gibbs(p);
    var moved = kernel.step(key.fold(0), kernel.init(start));
    try (DayDream dream = DayDream.from(rbm, p, start, key)) {
      DayDream.Dream first = dream.run(1);
      assertArrayEquals(moved.state().position().toFloats(), first.samples().toFloats());
      assertArrayEquals(
          rbm.visible().mean(moved.info().input()).toFloats(), first.probabilities().toFloats());
    }
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertMessage(
        "day-dream: there must be at least 1 chain, but the number is 0",
        () -> DayDream.random(rbm, parameters(), 0, RandomKey.of(0)));
    try (DayDream dream = DayDream.random(rbm, parameters(), 1, RandomKey.of(0))) {
      assertMessage(
          "day-dream: the number of steps must be at least 0, but is -1", () -> dream.run(-1));
    }
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
