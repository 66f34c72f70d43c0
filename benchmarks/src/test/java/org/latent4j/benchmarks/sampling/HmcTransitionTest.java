package org.latent4j.benchmarks.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured samples the posterior, whichever way the chains lie. */
class HmcTransitionTest {
  /** Chains times transitions after the first ones; the chains are independent of each other. */
  private static final int CHAINS = 512;

  private static final int FIRST = 50;
  private static final int COUNTED = 40;

  /**
   * Means of mu and of log tau from the 10,000 reference draws of posteriordb
   * (eight_schools-eight_schools_noncentered): mu 4.4105; theta<sub>1</sub> 6.151. The mean of a
   * chain over 40 transitions deviates by less than a draw (3.3 and 5.6), so the mean over 512
   * chains has a standard error of at most 0.15 and 0.25; a right sampler leaves four of these once
   * in 8,000 seeds. The seed is 11.
   */
  @ParameterizedTest
  @CsvSource({"java, rows", "java, columns", "cpu, rows"})
  void transitionsSampleThePosterior(String backend, String layout) {
    HmcTransition benchmark = open(backend, layout, CHAINS, 20);
    double mu = 0;
    double theta = 0;
    for (int i = 0; i < FIRST + COUNTED; i++) {
      benchmark.transition();
      if (i >= FIRST) {
        float[] mus = benchmark.variable(0);
        float[] logTaus = benchmark.variable(1);
        float[] etas = benchmark.variable(2);
        for (int c = 0; c < CHAINS; c++) {
          mu += mus[c];
          theta += mus[c] + Math.exp(logTaus[c]) * etas[c];
        }
      }
    }
    float[] accepted = benchmark.accepted();
    double rate = IntStream.range(0, CHAINS).mapToDouble(c -> accepted[c]).sum();
    rate /= CHAINS * (FIRST + COUNTED);
    benchmark.close();
    assertEquals(4.4105, mu / CHAINS / COUNTED, 0.6);
    assertEquals(6.151, theta / CHAINS / COUNTED, 1.0);
    assertTrue(rate > 0.8 && rate < 1, "accepted: " + rate);
  }

  @Test
  void backendsAgree() {
    assertArrayEquals(first("java"), first("cpu"), 1e-3f);
    assertArrayEquals(first("java"), first("blas"), 1e-3f);
  }

  private static float[] first(String backend) {
    HmcTransition benchmark = open(backend, "rows", 4, 5);
    benchmark.transition();
    benchmark.transition();
    benchmark.compileAndTransition();
    float[] mu = benchmark.variable(0);
    benchmark.close();
    return mu;
  }

  private static HmcTransition open(String backend, String layout, int chains, int leapfrogs) {
    HmcTransition benchmark = new HmcTransition();
    benchmark.on(backend);
    benchmark.layout = layout;
    benchmark.chains = chains;
    benchmark.leapfrogs = leapfrogs;
    benchmark.open();
    return benchmark;
  }
}
