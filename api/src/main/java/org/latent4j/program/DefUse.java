package org.latent4j.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.latent4j.graph.Plan;

/**
 * Which node makes each value of a plan, which nodes read it, and which values are needed when all
 * nodes have run: known as def-use chains. They are kept while nodes come and go, so that a pass
 * need not look through the plan again after each change. Nodes have numbers in their order, which
 * they keep when others go.
 */
final class DefUse {
  private static final int NOBODY = -1;

  private final int[] makers;
  private final List<NavigableSet<Integer>> readers = new ArrayList<>();
  private final boolean[] neededAtEnd;

  DefUse(Plan plan) {
    int values = plan.values().size();
    makers = new int[values];
    Arrays.fill(makers, NOBODY);
    for (int value = 0; value < values; value++) {
      readers.add(new TreeSet<>());
    }
    neededAtEnd = new boolean[values];
    plan.outputs().forEach(output -> neededAtEnd[output.value()] = true);
    plan.updates().forEach(update -> neededAtEnd[update.source().value()] = true);
    for (int number = 0; number < plan.nodes().size(); number++) {
      put(plan.nodes().get(number), number);
    }
  }

  /** Notes that a node stands at a number. */
  void put(Plan.Node node, int number) {
    node.results().forEach(result -> makers[result] = number);
    node.operands().forEach(operand -> readers.get(operand.value()).add(number));
  }

  /** Notes that a node no longer stands at a number. */
  void take(Plan.Node node, int number) {
    node.results().forEach(result -> makers[result] = NOBODY);
    node.operands().forEach(operand -> readers.get(operand.value()).remove(number));
  }

  /** The number of the node that makes a value, or -1 if it is bound from outside. */
  int maker(int value) {
    return makers[value];
  }

  /** The numbers of the nodes that read a value, in ascending order. */
  NavigableSet<Integer> readers(int value) {
    return readers.get(value);
  }

  /** Whether an output or the next state is made of the value. */
  boolean isNeededAtEnd(int value) {
    return neededAtEnd[value];
  }
}
