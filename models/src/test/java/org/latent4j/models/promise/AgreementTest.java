package org.latent4j.models.promise;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.latent4j.models.promise.EveryBackend.on;
import static org.latent4j.tensor.Draws.uniformLike;
import static org.latent4j.tensor.Functions.abs;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.latent4j.backend.Backend;
import org.latent4j.models.rbm.ContrastiveDivergence;
import org.latent4j.models.rbm.Phases;
import org.latent4j.models.rbm.RbmModel;
import org.latent4j.models.rbm.RbmParameters;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;

/**
 * The third promise of determinism, short runs: across backends a learning step from equal state
 * agrees to 1e-5 of the largest parameter, and so do 200 of them.
 *
 * <p>A unit whose uniform number u lies within 1e-6 of its probability p may be drawn differently:
 * rounding decides. Such units are counted and printed; all others must be drawn alike.
 */
class AgreementTest {
  private static final double TOLERANCE = 1e-5;
  private static final double NEAR = 1e-6;
  private static final int STEPS = 50;
  private static final long SEED = 7;

  /** Where all steps start: a machine that has learned something. */
  private static RbmModel start;

  /** What a step draws, how far each |p - u| was from deciding otherwise, and what it learns. */
  private record Outcome(
      Tensor hidden,
      Tensor visible,
      Tensor hiddenMargin,
      Tensor visibleMargin,
      RbmParameters next) {}

  /** How many draws were near, and how many came out differently. */
  private record Draws(int near, int different) {
    Draws plus(Draws more) {
      return new Draws(near + more.near, different + more.different);
    }
  }

  @BeforeAll
  static void trainTheStart() {
    start = on(EveryBackend.REFERENCE, b -> DigitsRuns.twoHundredSteps(b, DigitsRuns.cd1(), 0, 1));
  }

  @ParameterizedTest
  @MethodSource("org.latent4j.models.promise.EveryBackend#others")
  void stepsFromEqualStateAgree(String name) {
    Draws draws =
        on(EveryBackend.REFERENCE, reference -> on(name, other -> stepsAgree(reference, other)));
    // Of 164,000 draws 0.33 are expected to be near: ten or more have a probability below 1e-11.
    assertTrue(draws.near() < 10, () -> name + ": " + draws);
  }

  private static Draws stepsAgree(Backend reference, Backend other) {
    Draws all = new Draws(0, 0);
    double largest = 0;
    for (int number = 0; number < STEPS; number++) {
      Outcome expected = step(reference, number);
      Outcome actual = step(other, number);
      Draws draws = compare(expected.hidden(), actual.hidden(), expected.hiddenMargin());
      if (draws.different() == 0) {
        // Visible units are drawn given the hidden ones, so that they compare only then.
        draws = draws.plus(compare(expected.visible(), actual.visible(), expected.visibleMargin()));
      }
      all = all.plus(draws);
      if (draws.different() == 0) {
        double distance = distance(expected.next(), actual.next());
        assertTrue(distance <= TOLERANCE, other.info().name() + ": distance " + distance);
        largest = Math.max(largest, distance);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %d steps from equal state differ by %.1e at most; %d units had |p - u| < %.0e,"
            + " %d of them drawn differently%n",
        other.info().name(),
        STEPS,
        largest,
        all.near(),
        NEAR,
        all.different());
    return all;
  }

  /** A CD-1 step, with the hidden states that it draws on its way. */
  private static Outcome step(Backend backend, int number) {
    RandomKey key = RandomKey.of(SEED).fold(number);
    RbmParameters p = start.on(backend);
    float[] rows = DigitsRuns.DIGITS.training().floats(number * DigitsRuns.BATCH, DigitsRuns.BATCH);
    Tensor data = Tensor.of(backend, rows, DigitsRuns.BATCH, DigitsRuns.RBM.visible().size());
    Phases phases = ContrastiveDivergence.phases(DigitsRuns.RBM, p, data, 1, key);
    Tensor hidden = DigitsRuns.RBM.sampleHidden(key.fold(0), p, data);
    return new Outcome(
        hidden,
        phases.negativeVisible(),
        margin(key.fold(0), DigitsRuns.RBM.hiddenMean(p, data)),
        margin(key.fold(1), DigitsRuns.RBM.visibleMean(p, hidden)),
        phases.descent().subtractedFrom(p, Tensor.full(backend, DataType.FLOAT32, 0.05)));
  }

  private static Tensor margin(RandomKey key, Tensor probability) {
    return abs(probability.sub(uniformLike(key, probability)));
  }

  /** Counts units that were near, and those drawn differently, each of which must be near. */
  private static Draws compare(Tensor expected, Tensor actual, Tensor margins) {
    float[] first = expected.toFloats();
    float[] second = actual.toFloats();
    float[] margin = margins.toFloats();
    int near = 0;
    int different = 0;
    for (int i = 0; i < first.length; i++) {
      near += margin[i] < NEAR ? 1 : 0;
      if (first[i] != second[i]) {
        assertTrue(margin[i] < NEAR, "a unit with |p - u| = " + margin[i] + " differs");
        different++;
      }
    }
    return new Draws(near, different);
  }

  /** The largest difference, relative to the largest element of the same tensor. */
  private static double distance(RbmParameters expected, RbmParameters actual) {
    return List.of(
            distance(expected.weights(), actual.weights()),
            distance(expected.visibleBias(), actual.visibleBias()),
            distance(expected.hiddenBias(), actual.hiddenBias()))
        .stream()
        .reduce(0.0, Math::max);
  }

  private static double distance(Tensor expected, Tensor actual) {
    float[] first = expected.toFloats();
    float[] second = actual.toFloats();
    double scale = 0;
    double difference = 0;
    for (int i = 0; i < first.length; i++) {
      // Math.max carries NaN, which fails the comparison with the tolerance.
      scale = Math.max(scale, Math.abs(first[i]));
      difference = Math.max(difference, Math.abs(first[i] - second[i]));
    }
    return difference / scale;
  }

  @ParameterizedTest
  @MethodSource("org.latent4j.models.promise.EveryBackend#others")
  void twoHundredStepsAgree(String name) {
    double distance =
        on(
            EveryBackend.REFERENCE,
            reference -> on(name, other -> distance(start.on(reference), trained(other, 1))));
    System.out.printf(Locale.ROOT, "%s: 200 steps differ by %.1e%n", name, distance);
    assertTrue(distance <= TOLERANCE, () -> name + ": distance " + distance);
    // Another seed shows what no agreement looks like.
    double unrelated = on(EveryBackend.REFERENCE, b -> distance(start.on(b), trained(b, 2)));
    assertTrue(unrelated > 0.1, () -> "another seed differs by " + unrelated + " only");
  }

  private static RbmParameters trained(Backend backend, long seed) {
    return DigitsRuns.twoHundredSteps(backend, DigitsRuns.cd1(), 0, seed).on(backend);
  }
}
