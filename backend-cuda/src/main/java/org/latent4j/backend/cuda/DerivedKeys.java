package org.latent4j.backend.cuda;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.latent4j.backend.Key;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.kernel.KeySource;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Operation;
import org.latent4j.graph.Plan;

/**
 * Child keys that are not stored, because they serve only draws: the kernels that draw derive them,
 * provided that nothing overwrites what they are derived from in between.
 */
final class DerivedKeys {
  private final Plan plan;
  private final PlanMemory memory;
  private final Map<Storage, List<Integer>> writers;

  /** Values that somebody reads as numbers. */
  private final Set<Integer> stored = new HashSet<>();

  /** For each key the last node that draws from it or from a child of it. */
  private final int[] lastDraw;

  private final Map<Integer, KeySource> derived = new HashMap<>();

  /**
   * Looks at the readers of all keys.
   *
   * @param plan the plan
   * @param memory where its values are
   * @param writers the numbers of the nodes that write to each storage
   */
  DerivedKeys(Plan plan, PlanMemory memory, Map<Storage, List<Integer>> writers) {
    this.plan = plan;
    this.memory = memory;
    this.writers = writers;
    this.lastDraw = new int[plan.values().size()];
    findStored();
    findLastDraws();
  }

  private void findStored() {
    plan.outputs().forEach(output -> stored.add(output.value()));
    plan.updates().forEach(update -> stored.add(update.source().value()));
    for (Plan.Node node : plan.nodes()) {
      for (int slot = 0; slot < node.operands().size(); slot++) {
        Plan.Operand operand = node.operands().get(slot);
        if (!isKey(node.operation(), slot) || !isWhole(operand)) {
          stored.add(operand.value());
        }
      }
    }
  }

  private void findLastDraws() {
    for (int number = plan.nodes().size() - 1; number >= 0; number--) {
      Plan.Node node = plan.nodes().get(number);
      boolean folds = node.operation() instanceof Operation.FoldKey;
      int last = folds ? lastDraw[node.results().get(0)] : number;
      for (int slot = 0; slot < node.operands().size(); slot++) {
        if (isKey(node.operation(), slot)) {
          int key = node.operands().get(slot).value();
          lastDraw[key] = Math.max(lastDraw[key], last);
        }
      }
    }
  }

  private static boolean isKey(Operation operation, int slot) {
    return operation instanceof Operation.Elementwise elementwise
        ? slot >= elementwise.expression().inputCount()
        : operation instanceof Operation.FoldKey && slot == 0;
  }

  private boolean isWhole(Plan.Operand operand) {
    return operand.layout().equals(Layout.dense(plan.values().get(operand.value()).shape()));
  }

  /** How a kernel comes to a key. */
  KeySource key(Plan.Operand operand) {
    KeySource known = derived.get(operand.value());
    return known == null ? KeySource.of(Key.of(memory.resolve(operand))) : known;
  }

  /**
   * Takes note of a child key.
   *
   * @param number the number of the node that makes it
   * @param result the value that it is
   * @param key how it is derived
   * @return whether kernels derive it from now on; else it must be stored
   */
  boolean derives(int number, int result, KeySource key) {
    boolean derives = !stored.contains(result) && lasts(key, number, lastDraw[result]);
    if (derives) {
      derived.put(result, key);
    }
    return derives;
  }

  /** Whether what a key is derived from keeps its value from one node to another. */
  private boolean lasts(KeySource key, int from, int to) {
    return Stream.concat(
            Stream.of(key.root().view()), key.folds().stream().map(KeySource.Fold::counter))
        .filter(Objects::nonNull)
        .map(View::storage)
        .flatMap(storage -> writers.getOrDefault(storage, List.of()).stream())
        .noneMatch(writer -> writer >= from && writer <= to);
  }
}
