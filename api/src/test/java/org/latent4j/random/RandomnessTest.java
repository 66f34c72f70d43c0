package org.latent4j.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latent4j.op.Algebra;
import org.latent4j.op.DataType;
import org.latent4j.op.DoubleAlgebra;
import org.latent4j.op.SpecialFunctions;

/**
 * Statistical tests of the draws. Each bound holds with probability 1 - 2e-6 for a random key (1 -
 * 1e-6 a side for chi-square); the keys are fixed, so that a test that passes once always passes.
 */
class RandomnessTest {
  private static final long KEY = 20_260_117;
  private static final int CELLS = 256;
  private static final int COUNTED = 1 << 20;

  /** Quantiles of chi-square, 255 degrees of freedom, at 1e-6 and 1 - 1e-6 (scipy.stats.chi2). */
  private static final double CHI_SQUARE_LOW = 161.650;

  private static final double CHI_SQUARE_HIGH = 377.078;

  private static final int SORTED = 200_000;

  /**
   * The distance of an empirical distribution exceeds this with probability below 2e-6: 2 exp(-2 n
   * d^2), Massart's form of the Dvoretzky-Kiefer-Wolfowitz inequality, valid at every n.
   */
  private static final double DISTANCE = Math.sqrt(Math.log(1e6) / (2.0 * SORTED));

  private final Algebra<Double> numbers = DoubleAlgebra.INSTANCE;

  @Test
  void upperBitsOfWordsAreUniform() {
    assertUniform(i -> Threefry.word(KEY, i) >>> 24);
  }

  @Test
  void lowestBitsOfUniformsAreUniform() {
    assertUniform(i -> (Threefry.word(KEY, i) >>> 8) & 0xff);
    assertUniform(i -> (int) (Threefry.block(KEY, i) >>> 11) & 0xff);
  }

  @Test
  void neighboursAreIndependent() {
    assertUniform(i -> nibble(Threefry.word(KEY, i)) * 16 + nibble(Threefry.word(KEY, i + 1)));
    assertUniform(i -> nibble(Threefry.word(KEY, i)) * 16 + nibble(Threefry.word(KEY, i + 784L)));
  }

  @Test
  void siblingsAndGenerationsAreIndependent() {
    assertUniform(i -> Threefry.word(Threefry.child(KEY, i), 0) >>> 24);
    assertUniform(
        i ->
            nibble(Threefry.word(Threefry.child(KEY, i), 0)) * 16
                + nibble(Threefry.word(Threefry.child(KEY, i + 1), 0)));
    assertUniform(
        i -> {
          long child = Threefry.child(KEY, i);
          return nibble(Threefry.word(child, 0)) * 16
              + nibble(Threefry.word(Threefry.child(child, 0), 0));
        });
  }

  @Test
  void aCounterIsNotUniformlyRandom() {
    double tooEven = chiSquare(i -> i & 0xff);
    assertTrue(tooEven < CHI_SQUARE_LOW, "the test does not see a counter: " + tooEven);
    double tooUneven = chiSquare(i -> Threefry.word(KEY, i % 1000) >>> 24);
    assertTrue(tooUneven > CHI_SQUARE_HIGH, "the test does not see a short period: " + tooUneven);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void normalDrawsAreNormal(DataType type) {
    double[] draws = draws(type, u -> DrawFormulas.normal(algebra(type), u, type));
    assertTrue(distance(draws, RandomnessTest::normalCdf) < DISTANCE);
    double[] wide = Arrays.stream(draws).map(x -> 1.03 * x).toArray();
    assertTrue(distance(wide, RandomnessTest::normalCdf) > DISTANCE, "3 % are not seen");
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void exponentialDrawsAreExponential(DataType type) {
    double[] draws = draws(type, u -> DrawFormulas.exponential(algebra(type), u, type));
    assertTrue(distance(draws, x -> -Math.expm1(-x)) < DISTANCE);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void gumbelDrawsAreGumbel(DataType type) {
    double[] draws = draws(type, u -> DrawFormulas.gumbel(algebra(type), u, type));
    assertTrue(distance(draws, x -> Math.exp(-Math.exp(-x))) < DISTANCE);
  }

  /** The same for gamma draws; a shape that is off by 3 % is seen. */
  @ParameterizedTest
  @CsvSource({"FLOAT32,0.1", "FLOAT32,1", "FLOAT32,40", "FLOAT64,0.7", "FLOAT64,2.5"})
  void gammaDrawsAreGamma(DataType type, double shape) {
    double[] draws = gammas(type, shape, SORTED);
    assertTrue(distance(draws.clone(), x -> gammaCdf(shape, x)) < DISTANCE);
    assertTrue(distance(draws, x -> gammaCdf(1.03 * shape, x)) > DISTANCE, "3 % are not seen");
  }

  /** Mean and variance within 4.892 standard errors, which a normal number exceeds once in 1e6. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void gammaDrawsOfALargeShapeHaveTheirMoments(DataType type) {
    double shape = 1e5;
    double[] draws = gammas(type, shape, SORTED / 4);
    double n = draws.length;
    double mean = Arrays.stream(draws).average().orElseThrow();
    double variance = Arrays.stream(draws).map(x -> (x - shape) * (x - shape)).sum() / n;
    assertEquals(shape, mean, 4.892 * Math.sqrt(shape / n));
    assertEquals(shape, variance, 4.892 * shape * Math.sqrt((2 + 6 / shape) / n));
  }

  /** How often no try is accepted: 0.0483 of all at shape 1, and less of others. */
  @Test
  void almostEveryTryIsAccepted() {
    double bound = Math.pow(0.0483, GammaFormula.TRIES);
    assertTrue(bound < 3e-11, "failures " + bound);
    // One try: the number d is drawn where it fails.
    for (double shape : new double[] {1, 1.5, 4}) {
      int failures = 0;
      double d = shape - 1.0 / 3;
      for (int i = 0; i < SORTED; i++) {
        int at = i;
        double draw =
            DrawFormulas.gamma(
                numbers, n -> Uniforms.float64(KEY, n % 2 + 2L * at), shape, DataType.FLOAT64);
        failures += draw == d ? 1 : 0;
      }
      assertTrue(failures < 0.0483 * SORTED + 4.892 * Math.sqrt(0.0483 * SORTED), "" + failures);
      assertTrue(shape > 1 || failures > 0.0483 * SORTED - 4.892 * Math.sqrt(0.0483 * SORTED));
    }
  }

  private static double[] gammas(DataType type, double shape, int count) {
    double[] draws = new double[count];
    for (int i = 0; i < count; i++) {
      int at = i;
      draws[i] =
          DrawFormulas.gamma(algebra(type), n -> uniform(type, ((long) n << 40) + at), shape, type);
    }
    return draws;
  }

  private static double uniform(DataType type, long index) {
    return type == DataType.FLOAT32 ? Uniforms.float32(KEY, index) : Uniforms.float64(KEY, index);
  }

  /** The regularized incomplete gamma function (Abramowitz and Stegun 6.5.29 and 6.5.31). */
  private static double gammaCdf(double a, double x) {
    if (!(x > 0)) {
      return 0;
    }
    double factor = Math.exp(a * Math.log(x) - x - SpecialFunctions.lgamma(a));
    if (x < a + 1) {
      double term = 1 / a;
      double sum = term;
      for (int n = 1; term > 1e-12 * sum; n++) {
        term *= x / (a + n);
        sum += term;
      }
      return factor * sum;
    }
    double fraction = 0;
    for (int n = 200; n > 0; n--) {
      fraction = n * (n - a) / (x + 2 * n + 1 - a - fraction);
    }
    return 1 - factor / (x + 1 - a - fraction);
  }

  /** Within 4.892 standard deviations, which a binomial count exceeds with probability 1e-6. */
  @Test
  void bernoulliDrawsHaveTheirProbability() {
    for (double p : new double[] {0.01, 0.3, 0.5, 0.97}) {
      int ones = 0;
      for (int i = 0; i < COUNTED; i++) {
        ones +=
            (int) (double) DrawFormulas.bernoulli(numbers, (double) Uniforms.float32(KEY, i), p);
      }
      double deviation = Math.sqrt(COUNTED * p * (1 - p));
      assertEquals(COUNTED * p, ones, 4.892 * deviation, "p = " + p);
    }
  }

  private static void assertUniform(IntUnaryOperator cell) {
    double statistic = chiSquare(cell);
    assertTrue(
        statistic > CHI_SQUARE_LOW && statistic < CHI_SQUARE_HIGH,
        "chi-square of 256 cells, key " + KEY + ": " + statistic);
  }

  private static double chiSquare(IntUnaryOperator cell) {
    int[] counts = new int[CELLS];
    for (int i = 0; i < COUNTED; i++) {
      counts[cell.applyAsInt(i)]++;
    }
    double expected = (double) COUNTED / CELLS;
    return Arrays.stream(counts).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
  }

  private static int nibble(int word) {
    return word >>> 28;
  }

  private static Algebra<Double> algebra(DataType type) {
    return type == DataType.FLOAT32 ? new FloatAlgebra(0) : DoubleAlgebra.INSTANCE;
  }

  private static double[] draws(DataType type, DoubleUnaryOperator fromUniform) {
    double[] draws = new double[SORTED];
    for (int i = 0; i < SORTED; i++) {
      double u = type == DataType.FLOAT32 ? Uniforms.float32(KEY, i) : Uniforms.float64(KEY, i);
      draws[i] = fromUniform.applyAsDouble(u);
    }
    return draws;
  }

  /** The Kolmogorov-Smirnov distance between the draws and a distribution. */
  private static double distance(double[] draws, DoubleUnaryOperator cdf) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      double p = cdf.applyAsDouble(sorted[i]);
      double above = (i + 1.0) / sorted.length - p;
      double below = p - (double) i / sorted.length;
      distance = Math.max(distance, Math.max(above, below));
    }
    return distance;
  }

  private static double normalCdf(double x) {
    return 0.5 * SpecialFunctions.erfc(-x / Math.sqrt(2));
  }
}
