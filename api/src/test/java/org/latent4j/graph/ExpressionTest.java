package org.latent4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

class ExpressionTest {
  private static Expression sigmoidOfSum(DataType type) {
    Expression.Builder builder = Expression.in(type);
    Integer sum = builder.binary(BinaryOp.ADD, builder.input(0), builder.input(1));
    return builder.build(builder.unary(UnaryOp.SIGMOID, sum));
  }

  @Test
  void isAValue() {
    assertEquals(sigmoidOfSum(DataType.FLOAT32), sigmoidOfSum(DataType.FLOAT32));
    assertEquals(
        sigmoidOfSum(DataType.FLOAT32).hashCode(), sigmoidOfSum(DataType.FLOAT32).hashCode());
    assertNotEquals(sigmoidOfSum(DataType.FLOAT32), sigmoidOfSum(DataType.FLOAT64));
  }

  @Test
  void computesTheSameNodeOnce() {
    Expression.Builder builder = Expression.in(DataType.FLOAT64);
    Integer first = builder.unary(UnaryOp.EXP, builder.input(0));
    Integer second = builder.unary(UnaryOp.EXP, builder.input(0));
    assertEquals(first, second);
    Expression square = builder.build(builder.binary(BinaryOp.MUL, first, second));
    assertEquals(3, square.nodes().size());
    assertEquals("t1 = exp(x0); mul(t1, t1)", square.toString());
  }

  @Test
  void keepsZeroAndMinusZeroApart() {
    Expression.Builder builder = Expression.in(DataType.FLOAT64);
    assertNotEquals(builder.constant(0.0), builder.constant(-0.0));
    assertEquals(builder.constant(Double.NaN), builder.constant(Double.NaN));
  }

  @Test
  void countsItsInputsAndKeys() {
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer draw = builder.binary(BinaryOp.LT, builder.uniform(1), builder.input(2));
    Expression expression =
        builder.build(
            List.of(
                new Expression.Output(draw, DataType.FLOAT32),
                new Expression.Output(builder.input(2), DataType.UINT8)));
    assertEquals(3, expression.inputCount());
    assertEquals(2, expression.keyCount());
    assertEquals("lt(uniform1, x2); x2", expression.toString());
  }

  @Test
  void refusesWhatItCanNotCompute() {
    assertThrows(IllegalArgumentException.class, () -> Expression.in(DataType.INT32));
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    assertThrows(IllegalArgumentException.class, () -> builder.unary(UnaryOp.EXP, 0));
    assertThrows(IllegalArgumentException.class, () -> builder.build(List.of()));
    assertThrows(IllegalArgumentException.class, () -> builder.uniform(0, -1));
  }
}
