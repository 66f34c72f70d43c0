package org.latent4j.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.ExpressionAdjoint.Arrival;
import org.latent4j.graph.ExpressionAdjoint.Contribution;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

/** Expressions of derivatives: what they compute, and what they leave out. */
class ExpressionAdjointTest {
  private final Expression.Builder builder = Expression.in(DataType.FLOAT32);

  private Expression store(int... nodes) {
    List<Expression.Output> outputs = new ArrayList<>();
    for (int node : nodes) {
      outputs.add(new Expression.Output(node, DataType.FLOAT32));
    }
    return builder.build(outputs);
  }

  private static ExpressionAdjoint adjoint(
      Expression expression, int[] groups, int count, Arrival... arrivals) {
    List<DataType> types = Collections.nCopies(count, DataType.FLOAT32);
    return ExpressionAdjoint.of(expression, groups, types, List.of(arrivals));
  }

  @Test
  void aSumHandsItsAdjointThrough() {
    Expression sum = store(builder.add(builder.input(0), builder.input(1)));
    ExpressionAdjoint adjoint = adjoint(sum, new int[] {0, 1}, 2, Arrival.PLAIN);
    assertNull(adjoint.expression());
    List<Contribution> through =
        List.of(new Contribution(0, false, -1, 0), new Contribution(1, false, -1, 0));
    assertEquals(through, adjoint.contributions());
  }

  @Test
  void aStoredValueIsReadAndNotComputedAgain() {
    Expression sigmoid = store(builder.unary(UnaryOp.SIGMOID, builder.input(0)));
    ExpressionAdjoint adjoint = adjoint(sigmoid, new int[] {0}, 1, Arrival.PLAIN);
    assertEquals("mul(x1, mul(x0, sub(1.0, x0)))", String.valueOf(adjoint.expression()));
    assertEquals(List.of(1, 2), sorted(adjoint.slots())); // the value and its adjoint
  }

  @Test
  void onlyTheOperandsThatAreVariablesGetAnAdjoint() {
    Expression product = store(builder.mul(builder.input(0), builder.input(1)));
    ExpressionAdjoint adjoint = adjoint(product, new int[] {-1, 0}, 1, Arrival.PLAIN);
    assertEquals(List.of(0, 3), sorted(adjoint.slots()));
    assertEquals(1, adjoint.contributions().size());
  }

  @Test
  void inputsOfOneGroupAddUpInOneResult() {
    Expression product = store(builder.mul(builder.input(0), builder.input(1)));
    ExpressionAdjoint adjoint = adjoint(product, new int[] {0, 0}, 1, Arrival.PLAIN);
    assertEquals(List.of(new Contribution(0, false, 0, -1)), adjoint.contributions());
  }

  @Test
  void adjointsOfSeveralOutputsMeetAndOneThatIsZeroIsNotRead() {
    Integer exponential = builder.unary(UnaryOp.EXP, builder.input(0));
    Expression both = store(exponential, builder.mul(exponential, builder.input(1)));
    ExpressionAdjoint adjoint = adjoint(both, new int[] {0, 1}, 2, Arrival.PLAIN, Arrival.PLAIN);
    assertEquals(List.of(1, 2, 4, 5), sorted(adjoint.slots()));
    assertEquals(2, adjoint.contributions().size());
    ExpressionAdjoint first = adjoint(both, new int[] {0, 1}, 2, Arrival.PLAIN, Arrival.NONE);
    assertEquals(List.of(2, 4), sorted(first.slots()));
    assertEquals(List.of(new Contribution(0, false, 0, -1)), first.contributions());
  }

  @Test
  void onlyBehindAChoiceAFactorIsGuarded() {
    Expression logarithm = store(builder.unary(UnaryOp.LOG, builder.input(0)));
    ExpressionAdjoint plain = adjoint(logarithm, new int[] {0}, 1, Arrival.PLAIN);
    assertEquals("mul(x0, div(1.0, x1))", String.valueOf(plain.expression()));
    assertEquals(List.of(2, 0), plain.slots()); // the adjoint and the operand
    ExpressionAdjoint masked = adjoint(logarithm, new int[] {0}, 1, Arrival.MASKED);
    assertTrue(String.valueOf(masked.expression()).contains("where("));
    assertEquals(List.of(new Contribution(0, true, 0, -1)), masked.contributions());
  }

  @Test
  void aChoiceMasksWhatItPasses() {
    Integer chosen = builder.where(builder.input(0), builder.input(1), builder.input(2));
    ExpressionAdjoint adjoint = adjoint(store(chosen), new int[] {0, 1, 2}, 3, Arrival.PLAIN);
    List<Contribution> both =
        List.of(new Contribution(1, true, 0, -1), new Contribution(2, true, 1, -1));
    assertEquals(both, adjoint.contributions());
    assertEquals("where(x1, x0, 0.0); where(x1, 0.0, x0)", String.valueOf(adjoint.expression()));
    assertEquals(List.of(4, 0), adjoint.slots()); // the adjoint and the condition
  }

  @Test
  void aRectifierNeedsItsResultAlone() {
    Expression relu = store(builder.binary(BinaryOp.MAX, builder.constant(0), builder.input(0)));
    ExpressionAdjoint adjoint = adjoint(relu, new int[] {0}, 1, Arrival.PLAIN);
    assertEquals("where(le(x0, 0.0), 0.0, x1)", String.valueOf(adjoint.expression()));
    assertEquals(List.of(1, 2), adjoint.slots()); // the result and its adjoint
  }

  @Test
  void aBoundOnAVariableNeedsTheVariable() {
    Expression bounded = store(builder.binary(BinaryOp.MIN, builder.input(0), builder.constant(1)));
    ExpressionAdjoint adjoint = adjoint(bounded, new int[] {0}, 1, Arrival.PLAIN);
    assertEquals("where(le(x1, 1.0), x0, 0.0)", String.valueOf(adjoint.expression()));
    assertEquals(List.of(2, 0), adjoint.slots()); // the adjoint and the variable
  }

  @Test
  void comparisonsStepsIntegersAndDrawsDependOnNothing() {
    Integer x = builder.input(0);
    Integer step = builder.unary(UnaryOp.FLOOR, builder.add(x, 1));
    Integer less = builder.binary(BinaryOp.LT, x, builder.input(1));
    Expression flat =
        builder.build(
            List.of(
                new Expression.Output(step, DataType.FLOAT32),
                new Expression.Output(less, DataType.FLOAT32),
                new Expression.Output(x, DataType.INT32),
                new Expression.Output(builder.mul(less, x), DataType.FLOAT32)));
    boolean[] all = {true, true};
    assertArrayEquals(
        new boolean[] {false, false, false, true}, ExpressionAdjoint.dependent(flat, all));
    Expression.Builder draw = Expression.in(DataType.FLOAT32);
    Expression noisy = draw.build(draw.add(draw.input(0), draw.uniform(0)));
    assertArrayEquals(new boolean[] {false}, ExpressionAdjoint.dependent(noisy, all));
  }

  private static List<Integer> sorted(List<Integer> slots) {
    return slots.stream().sorted().toList();
  }
}
