package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.op.DataType;
import org.latent4j.sampling.MarkovKernel;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * No drift: chains that start as exact draws from the model are exact draws after any number of
 * steps. The chi-square statistics have 31 and 15 degrees of freedom and pass their limits of 100
 * and 70 with probabilities 4e-9 and 5e-9. All seeds are fixed.
 */
class GibbsTest extends BackendTest {
  private static final int CHAINS = 40_000;
  private static final int STEPS = 4;
  private static final double VISIBLE_LIMIT = 100;
  private static final double HIDDEN_LIMIT = 70;

  private final SmallMachine machine = SmallMachine.random(5, 4, 60);
  private final RbmParameters p = machine.parameters(backend, DataType.FLOAT32);

  @Test
  void theVisibleKernelLeavesTheModelWhereItIs() {
    double statistic = drift(machine.rbm().gibbs(p), machine.visibleDistribution(), 5, 1);
    assertTrue(statistic < VISIBLE_LIMIT, () -> "chi-square is " + statistic);
  }

  @Test
  void theHiddenKernelLeavesTheModelWhereItIs() {
    double statistic = drift(machine.rbm().gibbsHidden(p), machine.hiddenDistribution(), 4, 2);
    assertTrue(statistic < HIDDEN_LIMIT, () -> "chi-square is " + statistic);
  }

  @Test
  void kernelsOfScaledWeightsAreSeenToDrift() {
    RbmParameters scaled = new RbmParameters(p.weights().mul(0.8), p.visibleBias(), p.hiddenBias());
    double visible = drift(machine.rbm().gibbs(scaled), machine.visibleDistribution(), 5, 3);
    double hidden = drift(machine.rbm().gibbsHidden(scaled), machine.hiddenDistribution(), 4, 4);
    assertTrue(visible > 2 * VISIBLE_LIMIT, () -> "chi-square is " + visible);
    assertTrue(hidden > 2 * HIDDEN_LIMIT, () -> "chi-square is " + hidden);
  }

  /** The chi-square statistic of the chains after some steps against the distribution. */
  private static double drift(
      MarkovKernel<GibbsState, ?> kernel, double[] distribution, int units, long seed) {
    GibbsState state = kernel.init(exactDraws(distribution, units, seed));
    for (int step = 0; step < STEPS; step++) {
      state = kernel.step(RandomKey.of(seed).fold(step), state).state();
    }
    double[] counts = new double[distribution.length];
    for (double[] sample : rows(state.position())) {
      counts[SmallMachine.number(sample)]++;
    }
    double statistic = 0;
    for (int number = 0; number < counts.length; number++) {
      double expected = CHAINS * distribution[number];
      statistic += (counts[number] - expected) * (counts[number] - expected) / expected;
    }
    return statistic;
  }

  private static Tensor exactDraws(double[] distribution, int units, long seed) {
    Random random = new Random(seed);
    double[][] draws = new double[CHAINS][];
    for (int chain = 0; chain < CHAINS; chain++) {
      double u = random.nextDouble();
      int number = 0;
      while (number < distribution.length - 1 && u >= distribution[number]) {
        u -= distribution[number];
        number++;
      }
      draws[chain] = SmallMachine.state(number, units);
    }
    return matrix(draws).cast(DataType.FLOAT32);
  }
}
