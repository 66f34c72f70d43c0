package org.latent4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BinaryOpTest {
  @ParameterizedTest
  @CsvSource({
    "ADD, 1.5, 2, 3.5",
    "ADD, Infinity, -Infinity, NaN",
    "SUB, 1.5, 2, -0.5",
    "SUB, Infinity, Infinity, NaN",
    "MUL, 1.5, -2, -3",
    "MUL, 0, Infinity, NaN",
    "DIV, 3, 2, 1.5",
    "DIV, 1, -0.0, -Infinity",
    "DIV, 0, 0, NaN",
    "POW, 2, 10, 1024",
    "POW, 4, -0.5, 0.5",
    "POW, -2, 3, -8",
    "POW, -2, 0.5, NaN",
    "POW, NaN, 0, 1",
    "POW, 1, NaN, NaN",
    "POW, -1, Infinity, NaN",
    "POW, 0, -1, Infinity",
    "MIN, 1, 2, 1",
    "MIN, 0.0, -0.0, -0.0",
    "MIN, -Infinity, 3, -Infinity",
    "MAX, 1, 2, 2",
    "MAX, -0.0, 0.0, 0.0",
    "MAX, Infinity, 3, Infinity",
    "LT, 1, 2, 1",
    "LT, 2, 2, 0",
    "LT, 3, 2, 0",
    "LT, -Infinity, Infinity, 1",
    "LE, 1, 2, 1",
    "LE, 2, 2, 1",
    "LE, 3, 2, 0",
    "LE, Infinity, Infinity, 1",
    "EQ, 2, 2, 1",
    "EQ, 0.0, -0.0, 1",
    "EQ, 2, 3, 0",
    "EQ, Infinity, Infinity, 1"
  })
  void hasTheDocumentedValue(BinaryOp op, double a, double b, double expected) {
    assertEquals(expected, op.apply(a, b));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LT", "LE", "EQ"})
  void carriesNanOfEitherSide(BinaryOp op) {
    assertEquals(Double.NaN, op.apply(Double.NaN, 2));
    assertEquals(Double.NaN, op.apply(2, Double.NaN));
  }

  @ParameterizedTest
  @EnumSource(names = {"LT", "LE", "EQ"})
  void comparisonWithNanIsFalse(BinaryOp op) {
    assertEquals(0, op.apply(Double.NaN, 2));
    assertEquals(0, op.apply(2, Double.NaN));
    assertEquals(0, op.apply(Double.NaN, Double.NaN));
  }

  @ParameterizedTest
  @EnumSource
  void cudaTemplateHasTwoArgumentsAndNoPlaceholderLeft(BinaryOp op) {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      String source = op.cuda(type).formatted("x1", "x2");
      assertTrue(source.contains("x1") && source.contains("x2"), source);
      assertTrue(!source.contains("@") && !source.contains("%"), source);
    }
  }
}
