package org.latent4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against values computed by mpmath at 60 digits; see {@link KnownAnswers}. */
class SpecialFunctionsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({
    "erf, 3",
    "erfc, 6",
    "lgamma, 6",
    "digamma, 6",
    "trigamma, 8",
    "sigmoid, 3",
    "softplus, 3"
  })
  void agreesWithHighPrecisionWithinUnitsInTheLastPlace(String name, double bound) {
    for (String[] row : KnownAnswers.rows(getClass(), "special-functions.csv", name)) {
      double x = Double.parseDouble(row[1]);
      double expected = Double.parseDouble(row[2]);
      double actual = function(name).applyAsDouble(x);
      double unit = Math.ulp(expected);
      if (x < 0 && name.endsWith("gamma")) { // zeros between the poles: the error is absolute there
        unit = Math.max(unit, Math.ulp(1.0));
      }
      assertTrue(
          actual == expected || Math.abs(actual - expected) <= bound * unit,
          () -> name + "(" + x + ") = " + actual + ", should be " + expected);
    }
  }

  private static DoubleUnaryOperator function(String name) {
    return switch (name) {
      case "erf" -> SpecialFunctions::erf;
      case "erfc" -> SpecialFunctions::erfc;
      case "lgamma" -> SpecialFunctions::lgamma;
      case "digamma" -> SpecialFunctions::digamma;
      case "trigamma" -> x -> UnaryOp.DIGAMMA.derivative(DoubleAlgebra.INSTANCE, x, Double.NaN);
      case "sigmoid" -> SpecialFunctions::sigmoid;
      case "softplus" -> SpecialFunctions::softplus;
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @CsvSource({"erf", "erfc", "lgamma", "digamma", "trigamma", "sigmoid", "softplus"})
  void nanGivesNan(String name) {
    assertEquals(Double.NaN, function(name).applyAsDouble(Double.NaN));
  }

  @Test
  void limitsAreReached() {
    assertEquals(0, SpecialFunctions.erfc(INFINITY));
    assertEquals(2, SpecialFunctions.erfc(-INFINITY));
    assertEquals(0, SpecialFunctions.erfc(28), "below the smallest double");
    assertEquals(1, SpecialFunctions.erf(6));
    assertEquals(-1, SpecialFunctions.erf(-INFINITY));
    assertEquals(-0.0, SpecialFunctions.erf(-0.0));
    assertEquals(0, SpecialFunctions.sigmoid(-INFINITY));
    assertEquals(0x1p-1074, SpecialFunctions.sigmoid(-744.4), "subnormal, not yet 0");
    assertEquals(0, SpecialFunctions.softplus(-INFINITY));
    assertEquals(INFINITY, SpecialFunctions.softplus(INFINITY));
    assertEquals(1000, SpecialFunctions.softplus(1000));
  }

  @Test
  void polesAreAsDocumented() {
    for (double pole : new double[] {0.0, -0.0, -1, -7, -1e20, INFINITY, -INFINITY}) {
      assertEquals(INFINITY, SpecialFunctions.lgamma(pole), "lgamma at " + pole);
    }
    assertEquals(0, SpecialFunctions.lgamma(1));
    assertEquals(0, SpecialFunctions.lgamma(2));
    assertEquals(-INFINITY, SpecialFunctions.digamma(0.0));
    assertEquals(INFINITY, SpecialFunctions.digamma(-0.0));
    assertEquals(INFINITY, SpecialFunctions.digamma(INFINITY));
    for (double x : new double[] {-1, -2, -1e20, -INFINITY}) {
      assertEquals(Double.NaN, SpecialFunctions.digamma(x), "digamma at " + x);
    }
  }

  @Test
  void trigammaIsInfiniteAtItsPoles() {
    for (double pole : new double[] {0.0, -0.0, -1, -5}) {
      assertEquals(INFINITY, function("trigamma").applyAsDouble(pole), "trigamma at " + pole);
    }
    assertEquals(0, function("trigamma").applyAsDouble(INFINITY));
  }
}
