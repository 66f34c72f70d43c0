package org.latent4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReductionOpTest {
  @ParameterizedTest
  @CsvSource({
    "SUM, 1 2 3.5, 6.5",
    "SUM, '', 0",
    "SUM, Infinity 1, Infinity",
    "SUM, Infinity -Infinity, NaN",
    "SUM, 1 NaN, NaN",
    "MAX, 1 3 2, 3",
    "MAX, -1, -1",
    "MAX, 1 NaN 2, NaN",
    "MAX, -Infinity -Infinity, -Infinity",
    "MIN, 1 3 2, 1",
    "MIN, 5, 5",
    "MIN, NaN 1, NaN",
    "MIN, Infinity, Infinity",
    "ARGMAX, 1 3 2, 1",
    "ARGMAX, 3 1 3, 0",
    "ARGMAX, 1 NaN 9 NaN, 1",
    "ARGMAX, NaN 9, 0",
    "ARGMAX, -Infinity -Infinity, 0",
    "ARGMAX, 7, 0"
  })
  void hasTheDocumentedValue(ReductionOp op, String values, double expected) {
    double[] numbers =
        values.isEmpty()
            ? new double[0]
            : Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertEquals(expected, op.apply(numbers));
  }

  @Test
  void sumIsCompensated() {
    double[] values = new double[1_000_001];
    Arrays.fill(values, 1e-16);
    values[0] = 1;
    assertEquals(1 + 1e-10, ReductionOp.SUM.apply(values), Math.ulp(1.0));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SUM")
  void refusesNoNumbers(ReductionOp op) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, op::apply);
    assertEquals(
        op + ": needs at least one number, got none; only SUM has a value on an empty axis",
        e.getMessage());
  }

  @Test
  void onlyArgmaxChangesTheType() {
    assertEquals(DataType.INT32, ReductionOp.ARGMAX.resultType(DataType.FLOAT64));
    assertEquals(DataType.FLOAT32, ReductionOp.MAX.resultType(DataType.FLOAT32));
  }

  @Test
  void derivativeMarksTheNumbersThatEqualTheResult() {
    Algebra<Double> g = DoubleAlgebra.INSTANCE;
    assertEquals(1, ReductionOp.SUM.derivative(g, 4.0, 9.0));
    assertEquals(1, ReductionOp.MAX.derivative(g, 4.0, 4.0));
    assertEquals(0, ReductionOp.MIN.derivative(g, 4.0, 3.0));
    assertEquals(0, ReductionOp.ARGMAX.derivative(g, 4.0, 0.0));
  }

  @Test
  void partialResultsCombineAsTheBinaryOperationDoes() {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      assertEquals(BinaryOp.ADD.cuda(type), ReductionOp.SUM.cuda(type));
      assertEquals(BinaryOp.MAX.cuda(type), ReductionOp.MAX.cuda(type));
      assertEquals(BinaryOp.MIN.cuda(type), ReductionOp.MIN.cuda(type));
      assertEquals(
          "(b > a || (b != b && a == a) ? 1 : 0)",
          ReductionOp.ARGMAX.cuda(type).formatted("a", "b"));
    }
  }
}
