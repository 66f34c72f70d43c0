package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.kernel.Sequel;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.op.ReductionOp;

/**
 * Elementwise nodes that the kernel of a reduction computes, being the only ones to read its
 * results: a new bias from a sum of gradients, a mean from a sum. The reduction then runs where the
 * elementwise node stands, provided that what it reads is still there.
 */
final class ReductionSequels {
  private static final int NONE = -1;

  private final Plan plan;
  private final PlanMemory memory;
  private final Map<Storage, List<Integer>> writers;

  /** By the number of an elementwise node, the slot of the results that it reads. */
  private final Map<Integer, Integer> slots = new HashMap<>();

  /** By the number of an elementwise node, the number of the reduction, and the other way round. */
  private final Map<Integer, Integer> reductions = new HashMap<>();

  private final Map<Integer, Integer> sequels = new HashMap<>();

  /**
   * Finds them.
   *
   * @param plan the plan
   * @param memory where its values are
   * @param writers the numbers of the nodes that write to each storage
   */
  ReductionSequels(Plan plan, PlanMemory memory, Map<Storage, List<Integer>> writers) {
    this.plan = plan;
    this.memory = memory;
    this.writers = writers;
    int[] uses = new int[plan.values().size()];
    int[] makers = new int[uses.length];
    Arrays.fill(makers, NONE);
    plan.outputs().forEach(output -> uses[output.value()]++);
    plan.updates().forEach(update -> uses[update.source().value()]++);
    for (int number = 0; number < plan.nodes().size(); number++) {
      for (Plan.Operand operand : plan.nodes().get(number).operands()) {
        uses[operand.value()]++;
      }
      for (int result : plan.nodes().get(number).results()) {
        makers[result] = number;
      }
    }
    for (int number = 0; number < plan.nodes().size(); number++) {
      find(number, uses, makers);
    }
  }

  private void find(int number, int[] uses, int[] makers) {
    Plan.Node node = plan.nodes().get(number);
    if (node.operation() instanceof Operation.Elementwise elementwise
        && Sequel.takes(elementwise.expression())) {
      for (int slot = 0; slot < node.operands().size(); slot++) {
        Plan.Operand operand = node.operands().get(slot);
        int maker = makers[operand.value()];
        if (maker != NONE
            && uses[operand.value()] == 1
            && elementwise.shape().equals(plan.values().get(operand.value()).shape())
            && operand.layout().equals(Layout.dense(elementwise.shape()))
            && plan.nodes().get(maker).operation() instanceof Operation.Reduction reduction
            && reduction.op() != ReductionOp.ARGMAX
            && plan.nodes().get(maker).results().size() == 1
            && lasts(maker, number)) {
          slots.put(number, slot);
          reductions.put(number, maker);
          sequels.put(maker, number);
          return;
        }
      }
    }
  }

  /** Whether nothing overwrites what a reduction reads from one node to another. */
  private boolean lasts(int reduction, int to) {
    return plan.nodes().get(reduction).operands().stream()
        .map(operand -> memory.resolve(operand).storage())
        .flatMap(storage -> writers.getOrDefault(storage, List.of()).stream())
        .noneMatch(writer -> writer > reduction && writer <= to);
  }

  /** Whether a reduction is left to its sequel. */
  boolean isLeft(int reduction) {
    return sequels.containsKey(reduction);
  }

  /** Whether an elementwise node is the sequel of a reduction. */
  boolean isSequel(int elementwise) {
    return reductions.containsKey(elementwise);
  }

  /** The reduction that an elementwise node takes further. */
  Plan.Node reductionOf(int elementwise) {
    return plan.nodes().get(reductions.get(elementwise));
  }

  /**
   * What an elementwise node makes of the results of its reduction.
   *
   * @param number the number of the node
   * @param reader tells where an operand is read
   */
  Sequel sequel(int number, Function<Plan.Operand, View> reader) {
    Plan.Node node = plan.nodes().get(number);
    int slot = slots.get(number);
    List<Plan.Operand> operands = new ArrayList<>(node.operands());
    Plan.Operand reduced = operands.remove(slot);
    return new Sequel(
        ((Operation.Elementwise) node.operation()).expression(),
        slot,
        plan.values().get(reduced.value()).type(),
        operands.stream().map(reader).toList(),
        node.results().stream().map(memory::value).toList());
  }
}
