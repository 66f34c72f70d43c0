package org.latent4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.op.UnaryOp;

class PlanTest {
  private static final Shape SHAPE = Shape.of(2, 3);
  private static final Plan.Value INPUT = new Plan.Value(DataType.FLOAT32, SHAPE, Plan.Role.INPUT);
  private static final Plan.Value RESULT =
      new Plan.Value(DataType.FLOAT32, SHAPE, Plan.Role.RESULT);
  private static final Operation EXP =
      new Operation.Elementwise(Expressions.unary(UnaryOp.EXP, DataType.FLOAT32), SHAPE);

  private static Plan.Operand read(int value) {
    return new Plan.Operand(value, Layout.dense(SHAPE));
  }

  @Test
  void printsOneLineForEachThingItDoes() {
    Plan.Node node = new Plan.Node(EXP, List.of(read(0)), List.of(1));
    Plan plan = new Plan(List.of(INPUT, RESULT), List.of(node), List.of(), List.of(read(1)));
    assertEquals(
        """
        %0 FLOAT32 [2, 3] = input
        %1 FLOAT32 [2, 3] = elementwise {exp(x0)} (%0)
        output %1
        """,
        plan.toString());
    assertEquals(List.of(0), plan.valuesOf(Plan.Role.INPUT));
  }

  /**
   * %1 = exp(%0), %2 = log(%1), %3 = log(%0), %4 = log(%3): the last two can be moved before the
   * exponential, %2 waits for it.
   */
  @Test
  void chosenOperationsComeFirstUnlessTheyWaitForOthers() {
    Operation log =
        new Operation.Elementwise(Expressions.unary(UnaryOp.LOG, DataType.FLOAT32), SHAPE);
    List<Plan.Node> nodes =
        List.of(
            new Plan.Node(EXP, List.of(read(0)), List.of(1)),
            new Plan.Node(log, List.of(read(1)), List.of(2)),
            new Plan.Node(log, List.of(read(0)), List.of(3)),
            new Plan.Node(log, List.of(read(3)), List.of(4)));
    Plan plan =
        new Plan(
            List.of(INPUT, RESULT, RESULT, RESULT, RESULT), nodes, List.of(), List.of(read(4)));
    Plan reordered = plan.withFirst(log::equals);
    assertEquals(
        List.of(nodes.get(2), nodes.get(3), nodes.get(0), nodes.get(1)), reordered.nodes());
    assertEquals(plan.outputs(), reordered.outputs());
    assertEquals(nodes, plan.nodes());
  }

  @Test
  void refusesAValueThatIsReadBeforeItIsMade() {
    Plan.Node node = new Plan.Node(EXP, List.of(read(1)), List.of(1));
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Plan(List.of(INPUT, RESULT), List.of(node), List.of(), List.of()));
    assertEquals("plan: value %1 is read before it is made", error.getMessage());
  }

  @Test
  void refusesAValueThatIsMadeTwice() {
    Plan.Node node = new Plan.Node(EXP, List.of(read(0)), List.of(1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Plan(List.of(INPUT, RESULT), List.of(node, node), List.of(), List.of()));
  }

  @Test
  void refusesAnOutputThatNothingMakes() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Plan(List.of(INPUT, RESULT), List.of(), List.of(), List.of(read(1))));
  }
}
