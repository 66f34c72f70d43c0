package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Products move down to the product that alone reads them, and no others do. */
class AccumulationsTogetherTest {
  private static final Shape SQUARE = Shape.of(3, 3);

  private final List<Plan.Value> values = new ArrayList<>();
  private final List<Plan.Node> nodes = new ArrayList<>();

  private int input() {
    values.add(new Plan.Value(DataType.FLOAT32, SQUARE, Plan.Role.INPUT));
    return values.size() - 1;
  }

  private int product(double beta, int... operands) {
    values.add(new Plan.Value(DataType.FLOAT32, SQUARE, Plan.Role.RESULT));
    int result = values.size() - 1;
    List<Plan.Operand> read = new ArrayList<>();
    for (int operand : operands) {
      read.add(new Plan.Operand(operand, Layout.dense(SQUARE)));
    }
    nodes.add(new Plan.Node(new Operation.MatrixProduct(1, false, beta), read, List.of(result)));
    return result;
  }

  /** Returns what the nodes of the reordered plan make, in their order. */
  private List<Integer> order(int output) {
    Plan plan =
        new Plan(values, nodes, List.of(), List.of(new Plan.Operand(output, Layout.dense(SQUARE))));
    return AccumulationsTogether.reorder(plan).nodes().stream()
        .map(node -> node.results().get(0))
        .toList();
  }

  @Test
  void aChainOfAccumulationsMovesToItsEnd() {
    int x = input();
    int first = product(0, x, x);
    int second = product(1, x, x, first);
    int other = product(0, x, x);
    int third = product(1, other, other, second);
    assertEquals(List.of(other, first, second, third), order(third));
  }

  @Test
  void whatIsReadTwiceStays() {
    int x = input();
    int first = product(0, x, x);
    int other = product(0, first, x);
    int second = product(1, other, x, first);
    assertEquals(List.of(first, other, second), order(second));
  }

  @Test
  void aFactorStays() {
    int x = input();
    int first = product(0, x, x);
    int other = product(0, x, x);
    int second = product(1, first, x, other);
    assertEquals(List.of(first, other, second), order(second));
  }
}
