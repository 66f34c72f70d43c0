package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;
import org.latent4j.op.DataType;

/**
 * The stacks of {@link StackedProducts}, being filled: parts that kernels make there need nothing
 * more, constants are copied once for all runs, everything else in each.
 */
final class Stacks {
  private final Plan plan;
  private final PlanMemory memory;
  private final Set<Integer> stacks;
  private final List<Storage> constants;
  private final Halves halves;
  private final Copier copier;
  private final Commands once;

  /** Adds the commands of a copy. */
  interface Copier {
    void copy(Commands to, View from, View out);
  }

  /**
   * Takes them up.
   *
   * @param stacks the values that are stacks
   * @param constants what no run changes
   * @param once takes commands to be done before the first run
   */
  Stacks(
      Plan plan,
      PlanMemory memory,
      Set<Integer> stacks,
      List<Storage> constants,
      Halves halves,
      Commands once,
      Copier copier) {
    this.plan = plan;
    this.memory = memory;
    this.stacks = Set.copyOf(stacks);
    this.constants = List.copyOf(constants);
    this.halves = halves;
    this.once = once;
    this.copier = copier;
  }

  boolean contains(int value) {
    return stacks.contains(value);
  }

  Set<Integer> values() {
    return stacks;
  }

  /** Makes room for all stacks of FLOAT32 in bfloat16. */
  void reserveHalves() {
    for (Plan.Node node : plan.nodes()) {
      if (isInBfloat16(node)) {
        View whole = whole(node);
        List<View> parts = parts(node);
        List<Boolean> lasting = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
          int value = node.operands().get(part).value();
          Plan.Role role = plan.values().get(value).role();
          lasting.add(
              role == Plan.Role.INPUT
                  || isConstant(parts.get(part))
                  || parts.get(part).equals(region(node, part)));
        }
        halves.reserve(whole, parts, lasting);
      }
    }
  }

  private boolean isInBfloat16(Plan.Node node) {
    int value = node.results().get(0);
    return stacks.contains(value) && plan.values().get(value).type() == DataType.FLOAT32;
  }

  private View whole(Plan.Node node) {
    return memory.value(node.results().get(0));
  }

  private List<View> parts(Plan.Node node) {
    return node.operands().stream().map(memory::resolve).toList();
  }

  /** Where a part goes. */
  private View region(Plan.Node node, int part) {
    View whole = whole(node);
    Layout region = ((Operation.Assemble) node.operation()).regions().get(part);
    return new View(whole.storage(), region.shifted(whole.layout().offset()));
  }

  private boolean isConstant(View view) {
    return constants.stream().anyMatch(constant -> constant == view.storage());
  }

  /** Adds the commands that complete a stack. */
  void fill(Commands to, Plan.Node node, boolean inBfloat16) {
    List<View> parts = parts(node);
    if (inBfloat16 && isInBfloat16(node)) {
      halves.stack(to, whole(node), parts);
      return;
    }
    for (int part = 0; part < parts.size(); part++) {
      View from = parts.get(part);
      if (!from.equals(region(node, part))) {
        copier.copy(isConstant(from) ? once : to, from, region(node, part));
      }
    }
  }
}
