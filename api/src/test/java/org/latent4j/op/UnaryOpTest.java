package org.latent4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnaryOpTest {
  /**
   * Values known without computing, or (third block) the 16 digits that Abramowitz and Stegun give.
   */
  @ParameterizedTest
  @CsvSource({
    "NEG, 0.0, -0.0",
    "NEG, -2.5, 2.5",
    "NEG, Infinity, -Infinity",
    "ABS, -0.0, 0.0",
    "ABS, -2.5, 2.5",
    "ABS, -Infinity, Infinity",
    "SIGN, 0.0, 0.0",
    "SIGN, -0.0, -0.0",
    "SIGN, 3, 1",
    "SIGN, -1e-300, -1",
    "SIGN, -Infinity, -1",
    "FLOOR, 2.9, 2",
    "FLOOR, -2.1, -3",
    "FLOOR, -0.0, -0.0",
    "FLOOR, Infinity, Infinity",
    "SQRT, 6.25, 2.5",
    "SQRT, -0.0, -0.0",
    "SQRT, -1, NaN",
    "SQRT, Infinity, Infinity",
    "EXP, 0, 1",
    "EXP, -Infinity, 0",
    "EXP, 710, Infinity",
    "EXPM1, 1e-20, 1e-20",
    "EXPM1, -Infinity, -1",
    "EXPM1, -0.0, -0.0",
    "LOG, 1, 0",
    "LOG, 0, -Infinity",
    "LOG, -1, NaN",
    "LOG, Infinity, Infinity",
    "LOG1P, 1e-20, 1e-20",
    "LOG1P, -1, -Infinity",
    "LOG1P, -1.5, NaN",
    "LOG1P, -0.0, -0.0",
    "SIN, 0, 0",
    "SIN, Infinity, NaN",
    "COS, 0, 1",
    "COS, -Infinity, NaN",
    "TANH, 0, 0",
    "TANH, Infinity, 1",
    "TANH, -Infinity, -1",
    "TANH, 50, 1",
    "SIGMOID, 0, 0.5",
    "SIGMOID, Infinity, 1",
    "SIGMOID, -Infinity, 0",
    "SOFTPLUS, Infinity, Infinity",
    "SOFTPLUS, -Infinity, 0",
    "SOFTPLUS, 1e300, 1e300",
    "ERF, 0, 0",
    "ERF, Infinity, 1",
    "ERF, -Infinity, -1",
    "LGAMMA, 1, 0",
    "LGAMMA, 2, 0",
    "LGAMMA, -3, Infinity",
    "LGAMMA, -Infinity, Infinity",
    "DIGAMMA, 0, -Infinity",
    "DIGAMMA, -3, NaN",
    "DIGAMMA, Infinity, Infinity"
  })
  void hasTheDocumentedValue(UnaryOp op, double x, double expected) {
    assertEquals(expected, op.apply(x));
  }

  /** Sixteen digits from mpmath 1.3.0, for example {@code mpmath.nstr(mpmath.sin(1), 17)}. */
  @ParameterizedTest
  @CsvSource({
    "SQRT, 2, 1.4142135623730950",
    "EXP, 1, 2.7182818284590452",
    "EXPM1, 1, 1.7182818284590452",
    "LOG, 2, 0.69314718055994531",
    "LOG1P, 2, 1.0986122886681098",
    "SIN, 1, 0.84147098480789651",
    "COS, 1, 0.54030230586813972",
    "TANH, 1, 0.76159415595576489",
    "SIGMOID, 1, 0.73105857863000488",
    "SOFTPLUS, 0, 0.69314718055994531",
    "ERF, 1, 0.84270079294971487",
    "LGAMMA, 0.5, 0.57236494292470009",
    "DIGAMMA, 1, -0.57721566490153286"
  })
  void agreesWithPublishedDigits(UnaryOp op, double x, double expected) {
    assertEquals(expected, op.apply(x), 3 * Math.ulp(expected));
  }

  @ParameterizedTest
  @EnumSource
  void carriesNan(UnaryOp op) {
    assertEquals(Double.NaN, op.apply(Double.NaN));
  }

  @ParameterizedTest
  @EnumSource
  void cudaTemplateHasOneArgumentAndNoPlaceholderLeft(UnaryOp op) {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      String source = op.cuda(type).formatted("x1");
      assertTrue(source.contains("x1"), source);
      assertTrue(!source.contains("@") && !source.contains("%"), source);
    }
  }

  @Test
  void cudaTemplateCallsTheVariantOfTheType() {
    assertEquals("expf(x)", UnaryOp.EXP.cuda(DataType.FLOAT32).formatted("x"));
    assertEquals("exp(x)", UnaryOp.EXP.cuda(DataType.FLOAT64).formatted("x"));
  }

  @Test
  void everyHelperThatATemplateCallsIsDefined() {
    assertTrue(CudaHelpers.source().contains(" latent4j_digammaf(float x) {"));
    assertTrue(CudaHelpers.source().contains(" latent4j_digamma(double x) {"));
  }

  @Test
  void cudaRefusesAnIntegerType() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> UnaryOp.EXP.cuda(DataType.INT32));
    assertEquals("EXP: computes in FLOAT32 or FLOAT64, not in INT32; cast first", e.getMessage());
  }
}
