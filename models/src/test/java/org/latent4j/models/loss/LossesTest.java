package org.latent4j.models.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.latent4j.models.BackendTest;
import org.latent4j.models.CentralDifferences;
import org.latent4j.models.KnownAnswers;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Program;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Tensor;

/** Each loss against its definition in plain doubles, PyTorch's numbers and differences. */
class LossesTest extends BackendTest {
  private static final double[][] X = {{1.5, -0.5, 4}, {-2, 0, 0.25}, {30, -700, 1000}};
  private static final double[][] TARGETS = {{1, 0, 0.3}, {0.5, 1, 0}, {1, 0, 1}};
  private static final double[][] LOG_VARIANCES = {{0.1, -1, 2}, {0, 0.5, -0.5}, {3, 12, 13}};
  private static final int[] LABELS = {1, 2, 0};

  private record Logits(Tensor mean, Tensor logVariance) {}

  private interface Term {
    double of(int row, int column);
  }

  private static void assertSums(Term term, Tensor losses) {
    double[] actual = losses.toDoubles();
    assertEquals(X.length, actual.length);
    for (int row = 0; row < X.length; row++) {
      double sum = 0;
      for (int column = 0; column < X[row].length; column++) {
        sum += term.of(row, column);
      }
      assertEquals(sum, actual[row], 1e-14 * Math.abs(sum), "row " + row);
    }
  }

  private static Tensor labels(int... labels) {
    return Tensor.of(backend, labels, labels.length);
  }

  @Test
  void crossEntropyIsTheLogProbabilityOfTheLabel() {
    double[] losses = Losses.crossEntropy(matrix(X), labels(LABELS)).toDoubles();
    for (int row = 0; row < X.length; row++) {
      double rest = 0;
      for (double x : X[row]) {
        rest += Math.exp(x - X[row][LABELS[row]]);
      }
      // The last row's logits lie too far apart for the sum of exponentials.
      double expected = row == 2 ? 970 : Math.log(rest);
      assertEquals(expected, losses[row], 1e-14 * expected);
    }
  }

  @Test
  void crossEntropyBearsImpossibleClasses() {
    Tensor logits = matrix(new double[] {0, Double.NEGATIVE_INFINITY, 0});
    assertEquals(Math.log(2), Losses.crossEntropy(logits, labels(2)).item(), 1e-15);
    Tensor slope =
        Gradients.of((Tensor x) -> Losses.crossEntropy(x, labels(2)).sum()).apply(logits);
    assertArrayEquals(new double[] {0.5, 0, -0.5}, slope.toDoubles(), 1e-15);
  }

  @Test
  void aLabelThatIsNoClassCannotGoUnnoticed() {
    Tensor logits = matrix(new double[] {0, 1}, new double[] {0, 1}, new double[] {0, 1});
    double[] losses = Losses.crossEntropy(logits, labels(2, -1, 1)).toDoubles();
    assertTrue(Double.isNaN(losses[0]));
    assertTrue(Double.isNaN(losses[1]));
    assertEquals(Math.log1p(Math.exp(-1)), losses[2], 1e-15);
  }

  /** With large logits of the right sign the loss is e^-|x|, which a difference would lose. */
  @Test
  void bernoulliIsTheLogProbabilityOfTheTargets() {
    assertSums(
        (row, column) -> {
          double x = X[row][column];
          double t = TARGETS[row][column];
          double softplusOfMinus = Math.log1p(Math.exp(-Math.abs(x))) + Math.max(-x, 0);
          double softplus = Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);
          return t * softplusOfMinus + (1 - t) * softplus;
        },
        Losses.bernoulli(matrix(X), matrix(TARGETS)));
    assertEquals(
        Math.exp(-30),
        Losses.bernoulli(matrix(new double[] {30, -50}), matrix(new double[] {1, 0})).item(),
        1e-21);
  }

  @Test
  void gaussianIsTheLogDensityOfTheTargets() {
    assertSums(
        (row, column) -> {
          double s = LOG_VARIANCES[row][column];
          double error = TARGETS[row][column] - X[row][column];
          return 0.5 * Math.log(2 * Math.PI) + 0.5 * s + error * error / (2 * Math.exp(s));
        },
        Losses.gaussian(matrix(X), matrix(LOG_VARIANCES), matrix(TARGETS)));
  }

  @Test
  void oneVarianceServesEveryFeatureOrEveryExample() {
    Tensor one = Tensor.full(backend, DataType.FLOAT64, 0.7);
    Tensor same = Tensor.full(backend, DataType.FLOAT64, 0.7, 3, 3);
    double[] expected = Losses.gaussian(matrix(X), same, matrix(TARGETS)).toDoubles();
    Tensor losses = Losses.gaussian(matrix(X), one, matrix(TARGETS));
    assertArrayEquals(expected, losses.toDoubles());
    Tensor ofFeatures = Losses.gaussian(matrix(X), vector(0.7, 0.7, 0.7), matrix(TARGETS));
    assertArrayEquals(expected, ofFeatures.toDoubles());
  }

  @Test
  void squaredErrorIsTheSumOfSquares() {
    assertSums(
        (row, column) -> Math.pow(X[row][column] - TARGETS[row][column], 2),
        Losses.squaredError(matrix(X), matrix(TARGETS)));
  }

  @Test
  void divergenceIsTheExpectedLogRatio() {
    assertSums(
        (row, column) -> {
          double s = LOG_VARIANCES[row][column];
          return 0.5 * (X[row][column] * X[row][column] + Math.exp(s) - 1 - s);
        },
        Losses.divergenceFromStandardNormal(matrix(X), matrix(LOG_VARIANCES)));
  }

  @Test
  void agreeWithPyTorch() {
    Tensor targets = matrix(new double[] {1, 0, 0.3});
    Tensor s = Functions.log(matrix(new double[] {0.5, 2, 1.25}));
    assertKnown("cross_entropy", x -> Losses.crossEntropy(x, labels(1)));
    assertKnown("bernoulli", x -> Losses.bernoulli(x, targets));
    assertKnown("gaussian", x -> Losses.gaussian(x, s, targets));
    assertKnown("squared_error", x -> Losses.squaredError(x, targets));
    assertKnown("divergence", x -> Losses.divergenceFromStandardNormal(x, s));
  }

  private static void assertKnown(String name, Function<Tensor, Tensor> loss) {
    double[] known = KnownAnswers.rows(LossesTest.class, "losses.csv", name).get(0);
    Gradients.Evaluated<Tensor> actual =
        Gradients.withValue((Tensor x) -> loss.apply(x).sum())
            .apply(matrix(new double[] {1.5, -0.5, 4}));
    assertEquals(known[0], actual.value().item(), 1e-13, name);
    double[] slopes = {known[1], known[2], known[3]};
    assertArrayEquals(slopes, actual.gradient().toDoubles(), 1e-13, name);
  }

  @Test
  void theSlopesAreTheDerivatives() {
    double[][] near = {{1.5, -0.5, 4}, {-2, 0, 0.25}};
    Tensor x = matrix(near);
    Tensor s = matrix(new double[] {0.1, -1, 2}, new double[] {0, 0.5, -0.5});
    Tensor targets = matrix(new double[] {1, 0, 0.3}, new double[] {0.6, 1, 0});
    Logits both = new Logits(x, s);
    CentralDifferences.check(at -> Losses.crossEntropy(at, labels(1, 2)).mean(), x);
    CentralDifferences.check(at -> Losses.bernoulli(at, targets).mean(), x);
    CentralDifferences.check(at -> Losses.bernoulli(x, at).mean(), targets.mul(0.8).add(0.05));
    CentralDifferences.check(
        at -> Losses.gaussian(at.mean(), at.logVariance(), targets).mean(), both);
    CentralDifferences.check(at -> Losses.squaredError(at, targets).mean(), x);
    CentralDifferences.check(
        at -> Losses.divergenceFromStandardNormal(at.mean(), at.logVariance()).mean(), both);
  }

  /** At a logit of 0, where networks start, the slope is that of the smooth function. */
  @Test
  void theSlopeOfTheBernoulliLossIsMeanLessTarget() {
    Tensor targets = matrix(new double[] {0, 1, 0.5, 0.25});
    Tensor slope =
        Gradients.of((Tensor x) -> Losses.bernoulli(x, targets).sum()).apply(matrix(new double[4]));
    assertArrayEquals(new double[] {0.5, -0.5, 0, 0.25}, slope.toDoubles(), 1e-15);
  }

  @Test
  void aNanIsNotHidden() {
    Tensor nan = matrix(new double[] {Double.NaN, 1});
    Tensor fine = matrix(new double[] {0, 1});
    assertTrue(Double.isNaN(Losses.crossEntropy(nan, labels(1)).item()));
    assertTrue(Double.isNaN(Losses.bernoulli(nan, fine).item()));
    assertTrue(Double.isNaN(Losses.bernoulli(fine, nan).item()));
    assertTrue(Double.isNaN(Losses.gaussian(nan, fine, fine).item()));
    assertTrue(Double.isNaN(Losses.gaussian(fine, nan, fine).item()));
    assertTrue(Double.isNaN(Losses.squaredError(fine, nan).item()));
    assertTrue(Double.isNaN(Losses.divergenceFromStandardNormal(fine, nan).item()));
  }

  @Test
  void aProgramGivesTheSameAsTheEagerCall() {
    Function<Tensor, Tensor> all =
        x ->
            Losses.crossEntropy(x, labels(LABELS))
                .add(Losses.bernoulli(x, matrix(TARGETS)))
                .add(Losses.gaussian(x, matrix(LOG_VARIANCES), matrix(TARGETS)))
                .add(Losses.squaredError(x, matrix(TARGETS)));
    try (Program<?, Tensor, Tensor> program = Program.compile(backend, all)) {
      assertArrayEquals(all.apply(matrix(X)).toDoubles(), program.run(matrix(X)).toDoubles());
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Tensor x = matrix(X);
    assertMessage(
        "cross-entropy: the labels must be INT32 [3] for logits [3, 3], but are INT32 [2]",
        () -> Losses.crossEntropy(x, labels(0, 1)));
    assertMessage(
        "cross-entropy: the labels must be INT32 [3] for logits [3, 3], but are FLOAT64 [3]",
        () -> Losses.crossEntropy(x, vector(0, 1, 2)));
    assertMessage(
        "cross-entropy: FLOAT32 or FLOAT64 logits [B, classes] are needed, but got FLOAT64 [2]",
        () -> Losses.crossEntropy(vector(0, 1), labels(0)));
    assertMessage(
        "Bernoulli loss: the targets must be FLOAT64 [3, 3] like the predictions, but are"
            + " FLOAT32 [3, 3]",
        () -> Losses.bernoulli(x, matrix(TARGETS).cast(DataType.FLOAT32)));
    assertMessage(
        "squared error: the targets must be FLOAT64 [3, 3] like the predictions, but are"
            + " FLOAT64 [1, 2]",
        () -> Losses.squaredError(x, matrix(new double[2])));
    assertMessage(
        "Gaussian loss: the log variances must be FLOAT64 and broadcast to [3, 3], but are FLOAT64"
            + " [2]",
        () -> Losses.gaussian(x, vector(0, 0), x));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
