package org.latent4j.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;

/** Plans of products of square matrices, the first value being the weights. */
class EarlyProductsTest {
  private static final int WEIGHTS = 0;
  private static final int X = 1;

  private final List<Plan.Value> values = new ArrayList<>();
  private final List<Plan.Node> nodes = new ArrayList<>();
  private final List<Plan.Operand> outputs = new ArrayList<>();
  private Shape shape = Shape.of(8, 8);

  private void start(int size) {
    shape = Shape.of(size, size);
    values.add(new Plan.Value(DataType.FLOAT32, shape, Plan.Role.STATE));
    values.add(new Plan.Value(DataType.FLOAT32, shape, Plan.Role.INPUT));
  }

  private Plan.Operand whole(int value) {
    return new Plan.Operand(value, Layout.dense(shape));
  }

  private int node(double beta, Integer... operands) {
    List<Plan.Operand> read = new ArrayList<>();
    for (int operand : operands) {
      read.add(whole(operand));
    }
    nodes.add(
        new Plan.Node(new Operation.MatrixProduct(1, false, beta), read, List.of(values.size())));
    values.add(new Plan.Value(DataType.FLOAT32, shape, Plan.Role.RESULT));
    return values.size() - 1;
  }

  private int times(int left, int right) {
    return node(0, left, right);
  }

  private int plus(int addend, int left, int right) {
    return node(1, left, right, addend);
  }

  private List<Integer> order(int next) {
    Plan plan = new Plan(values, nodes, List.of(new Plan.Update(WEIGHTS, whole(next))), outputs);
    return EarlyProducts.early(plan).nodes().stream().map(node -> node.results().get(0)).toList();
  }

  /** The chain of contrastive divergence; the first statistics come behind its second product. */
  @Test
  void theFirstOfTwoProductsMovesBehindTheFirstReaderOfTheWeights() {
    start(8);
    int hidden = times(X, WEIGHTS);
    int visible = times(hidden, WEIGHTS);
    int again = times(visible, WEIGHTS);
    int risen = plus(WEIGHTS, X, hidden);
    int fallen = plus(risen, visible, again);
    assertEquals(List.of(hidden, visible, risen, again, fallen), order(fallen));
  }

  @Test
  void oneWithoutTwoReadersInBetweenStays() {
    start(8);
    int hidden = times(X, WEIGHTS);
    int visible = times(hidden, WEIGHTS);
    int risen = plus(WEIGHTS, X, hidden);
    int fallen = plus(risen, visible, hidden);
    assertEquals(List.of(hidden, visible, risen, fallen), order(fallen));
  }

  @Test
  void oneThatOthersReadStays() {
    start(8);
    int hidden = times(X, WEIGHTS);
    int visible = times(hidden, WEIGHTS);
    int again = times(visible, WEIGHTS);
    int risen = plus(WEIGHTS, X, hidden);
    int fallen = plus(risen, visible, again);
    outputs.add(whole(risen));
    assertEquals(List.of(hidden, visible, again, risen, fallen), order(fallen));
  }

  @Test
  void largeOnesAndThoseThatMakeNoStateStay() {
    start(2048);
    int hidden = times(X, WEIGHTS);
    int visible = times(hidden, WEIGHTS);
    int again = times(visible, WEIGHTS);
    int risen = plus(WEIGHTS, X, hidden);
    int fallen = plus(risen, visible, again);
    assertEquals(List.of(hidden, visible, again, risen, fallen), order(fallen));
    assertEquals(List.of(hidden, visible, again, risen, fallen), order(hidden));
  }
}
