package org.latent4j.backend.java.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.BinaryOp;
import org.latent4j.op.DataType;

/** Small nodes move to the front as far as they depend on nothing else, and are counted there. */
class SmallNodesFirstTest {
  private final List<Plan.Value> values = new ArrayList<>();
  private final List<Plan.Node> nodes = new ArrayList<>();

  private int value(Plan.Role role, Shape shape) {
    values.add(new Plan.Value(DataType.FLOAT32, shape, role));
    return values.size() - 1;
  }

  private int node(Operation operation, Shape shape, int... operands) {
    int result = value(Plan.Role.RESULT, shape);
    List<Plan.Operand> read = new ArrayList<>();
    for (int operand : operands) {
      read.add(new Plan.Operand(operand, Layout.dense(values.get(operand).shape())));
    }
    nodes.add(new Plan.Node(operation, read, List.of(result)));
    return result;
  }

  private int twice(int x) {
    Shape shape = values.get(x).shape();
    Expression.Builder g = Expression.in(DataType.FLOAT32);
    int operand = g.input(0);
    Expression doubled = g.build(g.binary(BinaryOp.ADD, operand, operand));
    return node(new Operation.Elementwise(doubled, shape), shape, x);
  }

  private int square(int x) {
    Shape shape = values.get(x).shape();
    return node(new Operation.MatrixProduct(1, false, 0), shape, x, x);
  }

  private Plan reordered() {
    return SmallNodesFirst.reorder(new Plan(values, nodes, List.of(), List.of()));
  }

  private static List<Integer> results(Plan plan) {
    return plan.nodes().stream().map(node -> node.results().get(0)).toList();
  }

  @Test
  void smallNodesPassLargeOnes() {
    int rate = value(Plan.Role.INPUT, Shape.of());
    int weights = value(Plan.Role.INPUT, Shape.of(100, 100));
    int product = square(weights);
    int large = twice(product);
    int faster = twice(rate);
    int fastest = twice(faster);
    Plan plan = reordered();
    assertEquals(List.of(faster, fastest, product, large), results(plan));
    assertEquals(2, SmallNodesFirst.count(plan));
  }

  @Test
  void aSmallNodeThatReadsALargeOnesResultStays() {
    int small = value(Plan.Role.INPUT, Shape.of(3, 3));
    int product = square(small);
    int doubled = twice(product);
    Plan plan = reordered();
    assertEquals(List.of(product, doubled), results(plan));
    assertEquals(0, SmallNodesFirst.count(plan));
  }

  @Test
  void aPlanMayHaveSmallNodesOnly() {
    int rate = value(Plan.Role.INPUT, Shape.of());
    twice(twice(rate));
    assertEquals(2, SmallNodesFirst.count(reordered()));
  }
}
