package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Expressions;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;
import org.latent4j.op.UnaryOp;

/** Which nodes of a plan move, and how far. */
class NodeOrderTest {
  private static final Shape MATRIX = Shape.of(8, 8);
  private final List<Plan.Value> values = new ArrayList<>();
  private final List<Plan.Node> nodes = new ArrayList<>();

  private int input(Shape shape) {
    values.add(new Plan.Value(DataType.FLOAT32, shape, Plan.Role.INPUT));
    return values.size() - 1;
  }

  private int node(Operation operation, Shape shape, int... operands) {
    values.add(new Plan.Value(DataType.FLOAT32, shape, Plan.Role.RESULT));
    int result = values.size() - 1;
    List<Plan.Operand> read = new ArrayList<>();
    for (int operand : operands) {
      read.add(new Plan.Operand(operand, Layout.dense(values.get(operand).shape())));
    }
    nodes.add(new Plan.Node(operation, read, List.of(result)));
    return result;
  }

  private int exp(int operand) {
    Shape shape = values.get(operand).shape();
    return node(
        new Operation.Elementwise(Expressions.unary(UnaryOp.EXP, DataType.FLOAT32), shape),
        shape,
        operand);
  }

  private int square(int operand) {
    return node(new Operation.MatrixProduct(1, false, 0), MATRIX, operand, operand);
  }

  private int sum(int operand) {
    return node(new Operation.Reduction(ReductionOp.SUM, 0), Shape.of(8), operand);
  }

  /** The results of the nodes in their new order; the plan itself checks that it can be run. */
  private List<Integer> order() {
    Plan plan = new Plan(values, nodes, List.of(), List.of());
    return NodeOrder.together(plan).nodes().stream().map(node -> node.results().get(0)).toList();
  }

  @Test
  void smallNodesMeetBeforeTheFirstThatReadsThem() {
    int x = input(MATRIX);
    int early = exp(x);
    int product = square(x);
    int late = exp(product);
    int reader = square(early);
    int total = sum(late);
    assertEquals(List.of(product, early, late, reader, total), order());
  }

  @Test
  void nodesThatNobodyReadsMoveToTheEnd() {
    int x = input(MATRIX);
    int counter = exp(x);
    int product = square(x);
    int sum = sum(product);
    int more = square(product);
    int last = exp(more);
    assertEquals(List.of(product, more, counter, sum, last), order());
  }

  @Test
  void chainsKeepTheirOrder() {
    int x = input(MATRIX);
    int one = exp(x);
    int two = exp(one);
    int three = exp(two);
    assertEquals(List.of(one, two, three), order());
  }

  @Test
  void reductionsOfManyElementsToFewMeet() {
    int wide = input(Shape.of(1000, 8));
    int first = sum(wide);
    int product = square(input(MATRIX));
    int second = sum(product);
    int huge = sum(input(Shape.of(3_000_000, 8)));
    assertEquals(List.of(product, first, second, huge), order());
  }

  @Test
  void largeNodesAndProductsStay() {
    int large = input(Shape.of(1000, 1000));
    int x = input(MATRIX);
    int big = exp(large);
    int product = square(x);
    int second = exp(large);
    assertEquals(List.of(big, product, second), order());
  }
}
