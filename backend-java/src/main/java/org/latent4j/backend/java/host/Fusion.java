package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.latent4j.backend.java.fused.FusedRun;

/**
 * Puts the instructions of a kernel in an order in which arithmetic stands together, in groups that
 * one loop can do.
 *
 * <p>Everything else, a transcendental function say, is a call of a loop that exists. Calls divide
 * the work into levels: arithmetic of a level comes before its calls, and what reads a call's
 * result is of a later level. Arithmetic is done as late as its readers allow, because it is then
 * most likely to share a loop with them.
 */
final class Fusion {
  private final List<Instruction.Single> instructions;
  private final boolean[] isStored;
  private final boolean[] isPinned;
  private final boolean[] isScalar;
  private final List<List<Integer>> readers = new ArrayList<>();
  private final int[] level;
  private final boolean[] done;
  private final List<List<Integer>> groups = new ArrayList<>();

  /**
   * Prepares the grouping.
   *
   * @param kernel what to group
   * @param isScalar which values need no array
   * @param isPinned which values are in arrays that must not be overwritten
   */
  Fusion(Kernel kernel, boolean[] isScalar, boolean[] isPinned) {
    this.instructions = kernel.instructions();
    this.isScalar = isScalar;
    this.isPinned = isPinned;
    int count = instructions.size();
    this.isStored = new boolean[count];
    this.level = new int[count];
    this.done = new boolean[count];
    kernel.results().forEach(value -> isStored[value] = true);
    for (Instruction.Single instruction : instructions) {
      readers.add(new ArrayList<>());
      for (int operand : instruction.operands()) {
        readers.get(operand).add(instruction.out());
      }
    }
  }

  /** Returns the values in groups, in an order that can be carried out; loads are left out. */
  List<List<Integer>> groups() {
    int last = 0;
    for (int value = 0; value < level.length; value++) {
      level[value] = earliest(value);
      last = Math.max(last, level[value]);
    }
    for (int value = level.length - 1; value >= 0; value--) {
      if (isFusible(value) && !readers.get(value).isEmpty()) {
        level[value] = readers.get(value).stream().mapToInt(r -> level[r]).min().getAsInt();
      }
    }
    for (int now = 0; now <= last; now++) {
      groupArithmetic(now);
      for (int value = 0; value < level.length; value++) {
        if (level[value] == now && isCall(value)) {
          close(List.of(value));
        }
      }
    }
    return groups;
  }

  private int earliest(int value) {
    int earliest = 0;
    for (int operand : instructions.get(value).operands()) {
      boolean waits = isFusible(value) && isCall(operand);
      earliest = Math.max(earliest, level[operand] + (waits ? 1 : 0));
    }
    return earliest;
  }

  private boolean isFusible(int value) {
    return instructions.get(value).isFusible();
  }

  private boolean isCall(int value) {
    Instruction.Single instruction = instructions.get(value);
    return !instruction.isFusible()
        && !(instruction instanceof Instruction.Load)
        && !(instruction instanceof Instruction.Fill);
  }

  /** Cuts the arithmetic of a level into groups, each as large as it may be. */
  private void groupArithmetic(int now) {
    List<Integer> ordered = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (int value = 0; value < level.length; value++) {
      boolean leaves =
          isStored[value] || readers.get(value).stream().anyMatch(r -> !isMember(r, now));
      if (isMember(value, now) && leaves) {
        visit(value, now, seen, ordered);
      }
    }
    List<Integer> group = new ArrayList<>();
    for (int value : ordered) {
      group.add(value);
      if (group.size() > 1 && !FusedRun.fits(group.size(), arrays(group))) {
        group.remove(group.size() - 1);
        close(group);
        group = new ArrayList<>(List.of(value));
      }
    }
    if (!group.isEmpty()) {
      close(group);
    }
  }

  private void close(List<Integer> group) {
    groups.add(group);
    group.forEach(value -> done[value] = true);
  }

  private boolean isMember(int value, int now) {
    return level[value] == now && isFusible(value);
  }

  /** Orders what a value needs before it, so that what belongs together stays together. */
  private void visit(int value, int now, Set<Integer> seen, List<Integer> ordered) {
    if (!seen.add(value)) {
      return;
    }
    for (int operand : instructions.get(value).operands()) {
      if (isMember(operand, now)) {
        visit(operand, now, seen, ordered);
      }
    }
    ordered.add(value);
  }

  /** How many arrays a loop reads or writes; a result may take the place of what is read. */
  private int arrays(List<Integer> group) {
    Set<Integer> members = new HashSet<>(group);
    Set<Integer> read = new HashSet<>();
    int written = 0;
    for (int value : group) {
      written += isNeededAfter(value, members) ? 1 : 0;
      for (int operand : instructions.get(value).operands()) {
        if (!members.contains(operand) && !isScalar[operand]) {
          read.add(operand);
        }
      }
    }
    int free = 0;
    for (int value : read) {
      free += isPinned[value] || isNeededAfter(value, members) ? 0 : 1;
    }
    return read.size() + Math.max(0, written - free);
  }

  private boolean isNeededAfter(int value, Set<Integer> members) {
    return isStored[value]
        || readers.get(value).stream().anyMatch(r -> !done[r] && !members.contains(r));
  }
}
