package org.latent4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TernaryOpTest {
  private static final Algebra<Double> NUMBERS = DoubleAlgebra.INSTANCE;

  @ParameterizedTest
  @CsvSource({
    "1, 2, 3, 2",
    "0, 2, 3, 3",
    "-0.0, 2, 3, 3",
    "-0.5, 2, 3, 2",
    "NaN, 2, 3, 2",
    "1, 2, NaN, 2",
    "0, Infinity, 3, 3"
  })
  void choosesByTheCondition(double condition, double a, double b, double expected) {
    assertEquals(expected, TernaryOp.WHERE.apply(condition, a, b));
    assertEquals(expected, NUMBERS.where(condition, a, b));
  }

  @Test
  void anInfiniteAdjointDoesNotReachTheValueNotChosen() {
    double adjoint = Double.POSITIVE_INFINITY;
    assertEquals(adjoint, TernaryOp.WHERE.adjointOfTrue(NUMBERS, 1.0, adjoint));
    assertEquals(0, TernaryOp.WHERE.adjointOfFalse(NUMBERS, 1.0, adjoint));
    assertEquals(0, TernaryOp.WHERE.adjointOfTrue(NUMBERS, 0.0, adjoint));
    assertEquals(adjoint, TernaryOp.WHERE.adjointOfFalse(NUMBERS, 0.0, adjoint));
  }

  @Test
  void cudaTemplateTakesItsThreeArgumentsInOrder() {
    assertEquals(
        "(c != 0 ? a : b)", TernaryOp.WHERE.cuda(DataType.FLOAT32).formatted("c", "a", "b"));
  }
}
