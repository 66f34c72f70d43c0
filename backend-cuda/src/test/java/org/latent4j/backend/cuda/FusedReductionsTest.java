package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.op.UnaryOp;

/** Plans of inputs x and y, a node that makes exp(x) and exp(x) - y, and sums of these. */
class FusedReductionsTest {
  private static final Shape SHAPE = Shape.of(6, 4);
  private static final int X = 0;
  private static final int Y = 1;
  private static final int EXP = 2;
  private static final int DIFFERENCE = 3;
  private static final int FIRST_SUM = 4;

  private static Plan plan(List<Integer> summed, List<Integer> outputs) {
    return plan(SHAPE, summed, outputs);
  }

  private static Plan plan(Shape shape, List<Integer> summed, List<Integer> outputs) {
    Expression.Builder builder = Expression.in(DataType.FLOAT32);
    Integer exp = builder.unary(UnaryOp.EXP, builder.input(0));
    Integer difference = builder.sub(exp, builder.input(1));
    Expression both =
        builder.build(
            List.of(
                new Expression.Output(exp, DataType.FLOAT32),
                new Expression.Output(difference, DataType.FLOAT32)));
    List<Plan.Value> values = new ArrayList<>();
    values.add(new Plan.Value(DataType.FLOAT32, shape, Plan.Role.INPUT));
    values.add(new Plan.Value(DataType.FLOAT32, shape, Plan.Role.INPUT));
    values.add(new Plan.Value(DataType.FLOAT32, shape, Plan.Role.RESULT));
    values.add(new Plan.Value(DataType.FLOAT32, shape, Plan.Role.RESULT));
    List<Plan.Node> nodes = new ArrayList<>();
    nodes.add(
        new Plan.Node(
            new Operation.Elementwise(both, shape),
            List.of(whole(shape, X), whole(shape, Y)),
            List.of(EXP, DIFFERENCE)));
    for (int value : summed) {
      nodes.add(
          new Plan.Node(
              new Operation.Reduction(ReductionOp.SUM, 0),
              List.of(whole(shape, value)),
              List.of(values.size())));
      values.add(new Plan.Value(DataType.FLOAT32, shape.without(0), Plan.Role.RESULT));
    }
    return new Plan(
        values, nodes, List.of(), outputs.stream().map(value -> whole(shape, value)).toList());
  }

  private static Plan.Operand whole(int value) {
    return whole(SHAPE, value);
  }

  private static Plan.Operand whole(Shape shape, int value) {
    return new Plan.Operand(value, Layout.dense(value < FIRST_SUM ? shape : shape.without(0)));
  }

  /** The sum makes the difference, and exp(x), which is stored since somebody reads it. */
  @Test
  void aSumOfManyElementsMakesThemAndStoresWhatOthersRead() {
    Shape shape = Shape.of(1 << 12, 1 << 10);
    FusedReductions fused =
        FusedReductions.of(plan(shape, List.of(DIFFERENCE), List.of(EXP, FIRST_SUM)));
    Plan plan = fused.plan();
    assertEquals(1, plan.nodes().size());
    assertEquals(List.of(FIRST_SUM, EXP), plan.nodes().get(0).results());
    assertEquals(List.of(whole(shape, X), whole(shape, Y)), plan.nodes().get(0).operands());
    Operation.Elementwise elements = fused.elementsOf(FIRST_SUM);
    assertNotNull(elements);
    assertEquals(2, elements.expression().outputs().size());
  }

  /** What nobody else reads is not stored; a second sum reads what the first one stores. */
  @Test
  void twoSumsOfManyElements() {
    Shape shape = Shape.of(1 << 12, 1 << 10);
    FusedReductions alone = FusedReductions.of(plan(shape, List.of(EXP), List.of(FIRST_SUM)));
    assertEquals(List.of(FIRST_SUM), alone.plan().nodes().get(0).results());
    FusedReductions both =
        FusedReductions.of(
            plan(shape, List.of(EXP, DIFFERENCE), List.of(FIRST_SUM, FIRST_SUM + 1)));
    assertEquals(List.of(FIRST_SUM, DIFFERENCE), both.plan().nodes().get(0).results());
    assertEquals(List.of(whole(shape, DIFFERENCE)), both.plan().nodes().get(1).operands());
    assertNull(both.elementsOf(FIRST_SUM + 1));
  }

  @Test
  void anOutputThatOnlyASumReadsIsNotStored() {
    FusedReductions fused = FusedReductions.of(plan(List.of(DIFFERENCE), List.of(EXP, FIRST_SUM)));
    Plan plan = fused.plan();
    assertEquals(List.of(EXP), plan.nodes().get(0).results());
    assertEquals(List.of(whole(X)), plan.nodes().get(0).operands());
    assertEquals(List.of(whole(EXP), whole(Y)), plan.nodes().get(1).operands());
    assertNotNull(fused.elementsOf(FIRST_SUM));
  }

  @Test
  void anOutputThatOthersReadStays() {
    Plan plan = plan(List.of(DIFFERENCE), List.of(DIFFERENCE, FIRST_SUM));
    FusedReductions fused = FusedReductions.of(plan);
    assertEquals(plan.nodes(), fused.plan().nodes());
    assertNull(fused.elementsOf(FIRST_SUM));
  }

  /** When the first sum reads exp(x) to make the difference, exp(x) must be stored. */
  @Test
  void whatASumReadsIsStoredAlthoughOnlySumsReadIt() {
    FusedReductions fused =
        FusedReductions.of(plan(List.of(DIFFERENCE, EXP), List.of(FIRST_SUM, FIRST_SUM + 1)));
    Plan plan = fused.plan();
    assertEquals(3, plan.nodes().size());
    assertEquals(List.of(EXP), plan.nodes().get(0).results());
    assertEquals(List.of(whole(EXP)), plan.nodes().get(2).operands());
    assertNull(fused.elementsOf(FIRST_SUM + 1));
  }
}
