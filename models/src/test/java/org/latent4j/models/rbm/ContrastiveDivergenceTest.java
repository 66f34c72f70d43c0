package org.latent4j.models.rbm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.models.BackendTest;
import org.latent4j.models.optimizer.Hyperparameters;
import org.latent4j.models.optimizer.OptimizerState;
import org.latent4j.models.optimizer.Sgd;
import org.latent4j.op.DataType;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.program.Step;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

class ContrastiveDivergenceTest extends BackendTest {
  private static final int CHAINS = 24_000;

  /** Two-sided tail beyond 5.6 standard errors is 2.2e-8; for 29 derivatives 6.3e-7 in all. */
  private static final double STANDARD_ERRORS = 5.6;

  private final SmallMachine machine = SmallMachine.random(5, 4, 10);
  private final Rbm rbm = machine.rbm();

  private RbmParameters parameters() {
    return machine.parameters(backend, DataType.FLOAT64);
  }

  private static Tensor data(int rows) {
    int[] patterns = {3, 12, 12, 17, 30, 31};
    double[][] data = new double[rows][];
    for (int row = 0; row < rows; row++) {
      data[row] = SmallMachine.state(patterns[row % patterns.length], 5);
    }
    return matrix(data);
  }

  // ---- the gradient of long chains; the seed is that of the key ----

  @Test
  void longChainsFromTheDataGiveTheExactGradient() {
    Tensor data = data(CHAINS);
    Phases phases = ContrastiveDivergence.phases(rbm, parameters(), data, 40, RandomKey.of(21));
    assertTrue(largestError(phases, data) < STANDARD_ERRORS, () -> report(phases, data));
  }

  @Test
  void longPersistentChainsGiveTheExactGradient() {
    Tensor data = data(6);
    Tensor chains = Tensor.full(backend, DataType.FLOAT64, 0, CHAINS, 4);
    RandomKey key = RandomKey.of(22);
    for (int step = 0; step < 10; step++) {
      chains =
          ContrastiveDivergence.persistent(rbm, parameters(), data, chains, 4, key.fold(step))
              .chains();
    }
    Phases phases =
        ContrastiveDivergence.persistent(rbm, parameters(), data, chains, 1, key.fold(-1)).phases();
    assertTrue(largestError(phases, data) < STANDARD_ERRORS, () -> report(phases, data));
  }

  /** The comparison must be able to fail: one step from the data is known to be biased. */
  @Test
  void oneStepFromTheDataIsSeenToBeBiased() {
    Tensor data = data(CHAINS);
    Phases phases = ContrastiveDivergence.phases(rbm, parameters(), data, 1, RandomKey.of(23));
    assertTrue(largestError(phases, data) > 2 * STANDARD_ERRORS, () -> report(phases, data));
  }

  /** Chains of a machine with weights scaled by 0.8 are seen to be of another machine. */
  @Test
  void chainsOfAnotherMachineAreSeen() {
    Tensor data = data(CHAINS);
    RbmParameters p = parameters();
    RbmParameters other = new RbmParameters(p.weights().mul(0.8), p.visibleBias(), p.hiddenBias());
    Phases phases = ContrastiveDivergence.phases(rbm, other, data, 40, RandomKey.of(24));
    assertTrue(largestError(phases, data) > 2 * STANDARD_ERRORS, () -> report(phases, data));
  }

  private String report(Phases phases, Tensor data) {
    return "the largest error is " + largestError(phases, data) + " standard errors";
  }

  /** The largest difference from the exact gradient, in standard errors of the negative phase. */
  private double largestError(Phases phases, Tensor data) {
    RbmParameters exact = ExactGradient.of(rbm, parameters(), data);
    RbmParameters estimate = phases.gradient();
    double[][] v = rows(phases.negativeVisible());
    double[][] h = rows(phases.negativeHidden());
    double[][] exactWeights = rows(exact.weights());
    double[][] weights = rows(estimate.weights());
    double[] b = estimate.visibleBias().toDoubles();
    double[] c = estimate.hiddenBias().toDoubles();
    double largest = 0;
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 4; j++) {
        double difference = weights[i][j] - exactWeights[i][j];
        largest = Math.max(largest, Math.abs(difference) / standardError(v, i, h, j));
      }
      double difference = b[i] - exact.visibleBias().toDoubles()[i];
      largest = Math.max(largest, Math.abs(difference) / standardError(v, i, null, 0));
    }
    for (int j = 0; j < 4; j++) {
      double difference = c[j] - exact.hiddenBias().toDoubles()[j];
      largest = Math.max(largest, Math.abs(difference) / standardError(h, j, null, 0));
    }
    return largest;
  }

  /** Of the mean of a column, or of the product of two. */
  private static double standardError(double[][] x, int i, double[][] y, int j) {
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < x.length; row++) {
      double value = x[row][i] * (y == null ? 1 : y[row][j]);
      sum += value;
      squares += value * value;
    }
    double mean = sum / x.length;
    return Math.sqrt((squares / x.length - mean * mean) / (x.length - 1));
  }

  // ---- conventions ----

  @Test
  void phasesHoldMeansOfHiddenAndSamplesOfVisibleUnits() {
    RbmParameters p = parameters();
    Tensor data = data(6);
    RandomKey key = RandomKey.of(25);
    Phases phases = ContrastiveDivergence.phases(rbm, p, data, 2, key);
    Tensor h0 = rbm.sampleHidden(key.fold(0).fold(0), p, data);
    Tensor v1 = rbm.sampleVisible(key.fold(0).fold(1), p, h0);
    Tensor h1 = rbm.sampleHidden(key.fold(1).fold(0), p, v1);
    Tensor v2 = rbm.sampleVisible(key.fold(1).fold(1), p, h1);
    assertArrayEquals(data.toDoubles(), phases.positiveVisible().toDoubles());
    assertArrayEquals(rbm.hiddenMean(p, data).toDoubles(), phases.positiveHidden().toDoubles());
    assertArrayEquals(v2.toDoubles(), phases.negativeVisible().toDoubles());
    assertArrayEquals(rbm.hiddenMean(p, v2).toDoubles(), phases.negativeHidden().toDoubles());
  }

  @Test
  void persistentChainsEndInTheirOwnDraws() {
    RbmParameters p = parameters();
    Tensor chains = matrix(SmallMachine.states(4));
    RandomKey key = RandomKey.of(26);
    ContrastiveDivergence.Persistent moved =
        ContrastiveDivergence.persistent(rbm, p, data(6), chains, 1, key);
    Tensor v = rbm.sampleVisible(key.fold(0), p, chains);
    assertArrayEquals(v.toDoubles(), moved.phases().negativeVisible().toDoubles());
    assertArrayEquals(rbm.sampleHidden(key.fold(1), p, v).toDoubles(), moved.chains().toDoubles());
    assertEquals(16, moved.chains().shape().dim(0));
  }

  @Test
  void lessThanOneStepIsRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> ContrastiveDivergence.phases(rbm, parameters(), data(6), 0, RandomKey.of(0)))
            .getMessage();
    assertEquals("markov kernel: the number of steps must be at least 1, but is 0", message);
  }

  // ---- cost ----

  private record Batch(Tensor data, Tensor rate, RandomKey key) {}

  private record Learner(RbmParameters parameters, Tensor chains) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aLearningStepTakesTwoProductsAStepAndThreeMore(int steps) {
    Batch batch = new Batch(data(6), Tensor.full(backend, DataType.FLOAT64, 0.1), RandomKey.of(0));
    try (Program<RbmParameters, Batch, Nothing> program =
        Program.compile(
            backend,
            parameters(),
            (p, in) -> {
              Phases phases = ContrastiveDivergence.phases(rbm, p, in.data(), steps, in.key());
              RbmParameters next = climbed(p, phases, in.rate());
              return Step.result(next, Nothing.NOTHING);
            })) {
      program.run(batch);
      assertEquals(2 * steps + 3, products(program.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aPersistentLearningStepTakesAsMany(int steps) {
    Batch batch = new Batch(data(6), Tensor.full(backend, DataType.FLOAT64, 0.1), RandomKey.of(0));
    Learner start = new Learner(parameters(), Tensor.full(backend, DataType.FLOAT64, 0, 7, 4));
    try (Program<Learner, Batch, Nothing> program =
        Program.compile(
            backend,
            start,
            (learner, in) -> {
              RbmParameters p = learner.parameters();
              ContrastiveDivergence.Persistent moved =
                  ContrastiveDivergence.persistent(
                      rbm, p, in.data(), learner.chains(), steps, in.key());
              RbmParameters next = climbed(p, moved.phases(), in.rate());
              return Step.result(new Learner(next, moved.chains()), Nothing.NOTHING);
            })) {
      program.run(batch);
      assertEquals(2 * steps + 3, products(program.toString()));
    }
  }

  private static RbmParameters climbed(RbmParameters p, Phases phases, Tensor rate) {
    Sgd sgd = Sgd.rate(0.1);
    OptimizerState<RbmParameters> state =
        new OptimizerState<>(p, List.of(), Tensor.full(backend, DataType.INT32, 0));
    return sgd.update(state, phases.descent(), Hyperparameters.rate(rate)).parameters();
  }

  private static int products(String plan) {
    return (int) plan.lines().filter(line -> line.contains("= MatrixProduct")).count();
  }
}
