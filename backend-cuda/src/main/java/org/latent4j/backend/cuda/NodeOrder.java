package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * Brings small nodes that do not depend on each other together, so that their kernels can be
 * launched as one. A small node moves towards the end, past others, as far as those that read its
 * results let it and another small node waits there. What is large stays where it is.
 */
final class NodeOrder {
  /** A node that makes more elements than this is worth a launch of its own. */
  private static final long SMALL = 1 << 17;

  /** So is a reduction that reads more than this; fewer keep only some multiprocessors busy. */
  private static final long SMALL_READ = 1 << 21;

  /** Nodes from the last to the first; those of one entry do not depend on each other. */
  private final List<List<Plan.Node>> entries = new ArrayList<>();

  /** Whether an entry is made of small nodes. */
  private final List<Boolean> small = new ArrayList<>();

  /** For each value the entry, counted from the end, of the first node that reads it, or -1. */
  private final int[] firstReader;

  private NodeOrder(Plan plan) {
    firstReader = new int[plan.values().size()];
    Arrays.fill(firstReader, -1);
    List<Plan.Node> nodes = plan.nodes();
    for (int number = nodes.size() - 1; number >= 0; number--) {
      Plan.Node node = nodes.get(number);
      int entry = isSmall(plan, node) ? entryFor(node) : newEntry(false);
      entries.get(entry).add(node);
      for (Plan.Operand operand : node.operands()) {
        firstReader[operand.value()] = Math.max(firstReader[operand.value()], entry);
      }
    }
  }

  /**
   * Reorders a plan.
   *
   * @param plan the plan
   * @return the same values, made in another order
   */
  static Plan together(Plan plan) {
    List<Plan.Node> nodes = new ArrayList<>();
    for (List<Plan.Node> entry : new NodeOrder(plan).entries) {
      nodes.addAll(entry);
    }
    Collections.reverse(nodes);
    return new Plan(plan.values(), nodes, plan.updates(), plan.outputs());
  }

  private static boolean isSmall(Plan plan, Plan.Node node) {
    boolean reduces = node.operation() instanceof Operation.Reduction;
    boolean small = reduces || node.operation() instanceof Operation.Elementwise;
    for (int result : node.results()) {
      small &= plan.values().get(result).shape().size() <= SMALL;
    }
    for (Plan.Operand operand : node.operands()) {
      small &= operand.layout().shape().size() <= (reduces ? SMALL_READ : SMALL);
    }
    return small;
  }

  /** The last place, in the order of the plan, that comes before all readers. */
  private int entryFor(Plan.Node node) {
    int least = 0;
    for (int result : node.results()) {
      least = Math.max(least, firstReader[result] + 1);
    }
    for (int entry = least; entry < entries.size(); entry++) {
      if (small.get(entry)) {
        return entry;
      }
    }
    return newEntry(true);
  }

  private int newEntry(boolean isSmall) {
    entries.add(new ArrayList<>());
    small.add(isSmall);
    return entries.size() - 1;
  }
}
