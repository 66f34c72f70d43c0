package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.ReductionOp;

/**
 * Finds the results of elementwise nodes whose columns a later node sums, as the gradient of a bias
 * sums over a minibatch. {@link ColumnSums} can do that while the results are computed.
 */
final class SummedResults {
  /** Shorter rows cost more one by one. */
  private static final int FEWEST_COLUMNS = 64;

  private final Plan plan;
  private final Map<Integer, List<Plan.Node>> readers = new HashMap<>();
  private final Set<Integer> neededAtEnd = new HashSet<>();
  private final Set<Integer> found = new HashSet<>();

  SummedResults(Plan plan, int parts) {
    this.plan = plan;
    for (Plan.Node node : plan.nodes()) {
      for (Plan.Operand operand : node.operands()) {
        readers.computeIfAbsent(operand.value(), unused -> new ArrayList<>()).add(node);
      }
    }
    plan.outputs().forEach(output -> neededAtEnd.add(output.value()));
    plan.updates().forEach(update -> neededAtEnd.add(update.source().value()));
    for (Plan.Node node : plan.nodes()) {
      if (node.operation() instanceof Operation.Elementwise elementwise
          && suits(elementwise.shape(), parts)) {
        for (int value : node.results()) {
          if (plan.values().get(value).type() == DataType.FLOAT32
              && readers.getOrDefault(value, List.of()).stream().anyMatch(r -> sums(r, value))) {
            found.add(value);
          }
        }
      }
    }
  }

  private static boolean suits(Shape shape, int parts) {
    return shape.rank() == 2
        && shape.dim(1) >= FEWEST_COLUMNS
        && shape.dim(1) <= Chunk.SIZE
        && ReductionEngine.isOneBlock(shape.dim(0))
        && shape.dim(0) >= 2 * ColumnSums.BLOCK
        && new Bands(shape.dim(0), parts).beginAtSteps();
  }

  /** Whether a node sums the columns of a value, seen as the matrix that it is. */
  private boolean sums(Plan.Node reader, int value) {
    return reader.operation() instanceof Operation.Reduction reduction
        && reduction.op() == ReductionOp.SUM
        && reduction.axis() == 0
        && reader.operands().get(0).value() == value
        && reader.operands().get(0).layout().equals(Layout.dense(plan.values().get(value).shape()));
  }

  /** Whether the columns of a value are summed while it is computed. */
  boolean contains(int value) {
    return found.contains(value);
  }

  /** Whether a node reads the sums of the blocks instead of its operand. */
  boolean replaceOperandOf(Plan.Node node) {
    int value = node.operands().isEmpty() ? -1 : node.operands().get(0).value();
    return found.contains(value) && sums(node, value);
  }

  /** Whether somebody reads the elements themselves. */
  boolean isKept(int value) {
    return neededAtEnd.contains(value)
        || readers.getOrDefault(value, List.of()).stream().anyMatch(r -> !sums(r, value));
  }
}
