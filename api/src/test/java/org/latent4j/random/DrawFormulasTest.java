package org.latent4j.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latent4j.op.Algebra;
import org.latent4j.op.DataType;
import org.latent4j.op.DoubleAlgebra;
import org.latent4j.op.KnownAnswers;

class DrawFormulasTest {
  private static final int STEPS32 = 1 << 24;
  private static final long STEPS64 = 1L << 53;
  private static final Algebra<Double> SINGLE = new FloatAlgebra(0);

  /** Against mpmath at 60 digits, with every operation rounded to the type of the draw. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT32, normal, 5", "FLOAT32, exponential, 1", "FLOAT32, gumbel, 2",
    "FLOAT64, normal, 6", "FLOAT64, exponential, 2", "FLOAT64, gumbel, 2"
  })
  void isTheQuantileWithinUnitsInTheLastPlace(DataType type, String distribution, double bound) {
    int checked = 0;
    for (String[] row : KnownAnswers.rows(getClass(), "quantiles.csv", type.name())) {
      if (!row[1].equals(distribution)) {
        continue;
      }
      double expected = Double.parseDouble(row[3]);
      double actual = draw(distribution, Long.parseLong(row[2]), type);
      // A Gumbel draw is 0 in the middle of its range, so its error is relative to 1 there.
      double scale = distribution.equals("gumbel") ? Math.max(1, Math.abs(expected)) : expected;
      double unit = type == DataType.FLOAT32 ? Math.ulp((float) scale) : Math.ulp(scale);
      assertEquals(expected, actual, bound * unit, distribution + " at k = " + row[2]);
      checked++;
    }
    assertTrue(checked > 80, "only " + checked + " rows");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 77, 28_308, 1 << 20, (1 << 23) - 1})
  void normalIsOdd(long k) {
    assertEquals(
        -draw("normal", k, DataType.FLOAT32), draw("normal", STEPS32 - 1 - k, DataType.FLOAT32));
    assertEquals(
        -draw("normal", k, DataType.FLOAT64), draw("normal", STEPS64 - 1 - k, DataType.FLOAT64));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void everyDrawIsFiniteInTheDocumentedRange(DataType type) {
    boolean single = type == DataType.FLOAT32;
    long steps = single ? STEPS32 : STEPS64;
    double half = steps / 2.0;
    for (double k : new double[] {0, 1, 2, half - 1, half, half + 1, steps - 2.0, steps - 1.0}) {
      double normal = draw("normal", (long) k, type);
      double exponential = draw("exponential", (long) k, type);
      double gumbel = draw("gumbel", (long) k, type);
      assertTrue(Math.abs(normal) > 0 && Math.abs(normal) < (single ? 5.43 : 8.30));
      assertTrue(exponential > 0 && exponential < (single ? 17.33 : 37.43));
      assertTrue(gumbel > (single ? -2.86 : -3.63) && gumbel < (single ? 17.4 : 37.5));
    }
  }

  /** The uniforms 5,003 steps apart; the neighbours of the ends are in the test above. */
  @Test
  void drawsGrowAndFallWithTheUniform() {
    for (int k = 5_003; k < STEPS32; k += 5_003) {
      assertTrue(draw("normal", k, DataType.FLOAT32) > draw("normal", k - 5_003, DataType.FLOAT32));
      assertTrue(
          draw("exponential", k, DataType.FLOAT32)
              < draw("exponential", k - 5_003, DataType.FLOAT32));
      assertTrue(draw("gumbel", k, DataType.FLOAT32) > draw("gumbel", k - 5_003, DataType.FLOAT32));
    }
  }

  /** Backends agree to 4 units in the last place if their logarithms are good to 1.5. */
  @Test
  void anErrorOfTheLogarithmIsNotMultiplied() {
    for (int error : new int[] {1, -1}) {
      Algebra<Double> rough = new FloatAlgebra(error);
      for (int k = 0; k < STEPS32; k += 257) {
        double u = k * 0x1p-24;
        assertWithinFour(
            DrawFormulas.normal(SINGLE, u, DataType.FLOAT32),
            DrawFormulas.normal(rough, u, DataType.FLOAT32),
            0);
        assertWithinFour(
            DrawFormulas.exponential(SINGLE, u, DataType.FLOAT32),
            DrawFormulas.exponential(rough, u, DataType.FLOAT32),
            0);
        assertWithinFour(
            DrawFormulas.gumbel(SINGLE, u, DataType.FLOAT32),
            DrawFormulas.gumbel(rough, u, DataType.FLOAT32),
            1);
      }
    }
  }

  private static void assertWithinFour(double expected, double actual, double smallestScale) {
    double scale = Math.max(smallestScale, Math.abs(expected));
    assertEquals(expected, actual, 4 * Math.ulp((float) scale));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, -1, 0",
    "0, 1e-30, 1",
    "0.25, 0.25, 0",
    "0.25, 0.26, 1",
    "0.99999994, 1, 1",
    "0.99999994, Infinity, 1",
    "0.5, NaN, NaN"
  })
  void bernoulliComparesAndCarriesNan(double u, double p, double expected) {
    assertEquals(expected, DrawFormulas.bernoulli(DoubleAlgebra.INSTANCE, u, p));
  }

  @Test
  void refusesAnIntegerType() {
    for (String distribution : new String[] {"normal", "exponential", "gumbel"}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> draw(distribution, 0, DataType.INT32));
      assertEquals(
          "uniform: draws are FLOAT32 or FLOAT64, not INT32; draw, then cast", e.getMessage());
    }
  }

  private static double draw(String distribution, long k, DataType type) {
    boolean single = type == DataType.FLOAT32;
    Algebra<Double> g = single ? SINGLE : DoubleAlgebra.INSTANCE;
    double u = k * (single ? 0x1p-24 : 0x1p-53);
    return switch (distribution) {
      case "normal" -> DrawFormulas.normal(g, u, type);
      case "exponential" -> DrawFormulas.exponential(g, u, type);
      case "gumbel" -> DrawFormulas.gumbel(g, u, type);
      default -> throw new IllegalArgumentException(distribution);
    };
  }
}
