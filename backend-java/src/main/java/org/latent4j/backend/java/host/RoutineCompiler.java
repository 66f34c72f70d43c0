package org.latent4j.backend.java.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.java.fused.FusedLoop;
import org.latent4j.backend.java.fused.FusedRun;
import org.latent4j.backend.java.fused.LoopFactory;

/**
 * Turns a kernel into a routine. Inputs are loaded when they are first needed, and a register is
 * used again once its value has been read for the last time, also by the instruction that reads it.
 * What stays the same for all chunks keeps a register of its own.
 */
final class RoutineCompiler {
  private static final int NEVER = Integer.MAX_VALUE;

  private final Kernel kernel;
  private final List<Instruction.Single> instructions;
  private final LoopFactory loops;
  private final List<InputKind> inputs;
  private final List<Routine.Scalar> scalars = new ArrayList<>();
  private final Map<Integer, Integer> scalarOf = new HashMap<>();
  private final List<Instruction> prologue = new ArrayList<>();
  private final List<Instruction> body = new ArrayList<>();
  private final int[] registerOf;
  private final int[] lastRead;
  private final Deque<Integer> free = new ArrayDeque<>();
  private int registers;

  /**
   * Prepares the work.
   *
   * @param kernel what to compute
   * @param inputs how each input repeats itself
   * @param loops where fused loops come from
   */
  RoutineCompiler(Kernel kernel, List<InputKind> inputs, LoopFactory loops) {
    this.kernel = kernel;
    this.instructions = kernel.instructions();
    this.inputs = inputs;
    this.loops = loops;
    this.registerOf = new int[instructions.size()];
    this.lastRead = new int[instructions.size()];
  }

  Routine compile() {
    Routine routine = loops.isAvailable() ? compile(fusedGroups()) : null;
    if (routine == null) {
      // One by one, each by a loop that is there.
      routine = new RoutineCompiler(kernel, inputs, loops).compile(singles());
    }
    if (routine == null) {
      throw new AssertionError("kernel: single operations need no loop to be made");
    }
    return routine;
  }

  private List<List<Integer>> fusedGroups() {
    boolean[] scalar = new boolean[instructions.size()];
    boolean[] pinned = new boolean[instructions.size()];
    for (int value = 0; value < scalar.length; value++) {
      scalar[value] = isScalar(value);
      pinned[value] = isSteady(value);
    }
    return new Fusion(kernel, scalar, pinned).groups();
  }

  private List<List<Integer>> singles() {
    List<List<Integer>> groups = new ArrayList<>();
    for (int value = 0; value < instructions.size(); value++) {
      if (!isSource(value)) {
        groups.add(List.of(value));
      }
    }
    return groups;
  }

  /** Returns null if a loop cannot be made. */
  private @Nullable Routine compile(List<List<Integer>> groups) {
    Arrays.fill(registerOf, -1);
    for (int number = 0; number < groups.size(); number++) {
      for (int value : groups.get(number)) {
        for (int operand : instructions.get(value).operands()) {
          lastRead[operand] = number;
        }
      }
    }
    for (int value = 0; value < lastRead.length; value++) {
      if (isSteady(value) || kernel.results().contains(value)) {
        lastRead[value] = NEVER;
      }
    }
    for (int number = 0; number < groups.size(); number++) {
      List<Integer> group = groups.get(number);
      if (group.size() == 1) {
        addSingle(instructions.get(group.get(0)), number);
      } else if (!addFused(group, number)) {
        return null;
      }
    }
    int[] results = kernel.results().stream().mapToInt(this::loaded).toArray();
    return new Routine(scalars, prologue, body, registers, results);
  }

  private void addSingle(Instruction.Single instruction, int number) {
    int[] operands = instruction.operands();
    for (int operand : operands) {
      loaded(operand);
    }
    for (int operand : operands) {
      release(operand, number);
    }
    registerOf[instruction.out()] = take();
    body.add(instruction.renumbered(value -> registerOf[value]));
  }

  private boolean addFused(List<Integer> group, int number) {
    List<FusedRun.Step> steps = new ArrayList<>();
    Map<Integer, Integer> stepOf = new HashMap<>();
    for (int value : group) {
      for (int operand : instructions.get(value).operands()) {
        if (!group.contains(operand) && !stepOf.containsKey(operand)) {
          stepOf.put(operand, steps.size());
          steps.add(
              isScalar(operand)
                  ? new FusedRun.Scalar(scalar(operand))
                  : new FusedRun.Element(loaded(operand)));
        }
      }
    }
    List<Integer> read = List.copyOf(stepOf.keySet());
    for (int value : group) {
      stepOf.put(value, steps.size());
      steps.add(step(instructions.get(value).renumbered(stepOf::get)));
    }
    read.forEach(operand -> release(operand, number));
    List<FusedRun.Store> stores = new ArrayList<>();
    for (int value : group) {
      if (lastRead[value] > number) {
        registerOf[value] = take();
        stores.add(new FusedRun.Store(stepOf.get(value), registerOf[value]));
      }
    }
    FusedLoop loop = loops.loop(new FusedRun(kernel.computeType(), steps, stores));
    if (loop == null) {
      return false;
    }
    body.add(new Instruction.Fused(loop));
    return true;
  }

  private static FusedRun.Step step(Instruction.Single instruction) {
    if (instruction instanceof Instruction.Unary unary) {
      return new FusedRun.Unary(unary.op(), unary.operand());
    } else if (instruction instanceof Instruction.Binary binary) {
      return new FusedRun.Binary(binary.op(), binary.left(), binary.right());
    } else if (instruction instanceof Instruction.Bernoulli draw) {
      return new FusedRun.Bernoulli(draw.uniform(), draw.probability());
    }
    throw new AssertionError("kernel: " + instruction + " cannot be fused");
  }

  /** Returns the register of a value, after loading it if that has not been done. */
  private int loaded(int value) {
    if (registerOf[value] < 0) {
      registerOf[value] = isSteady(value) ? registers++ : take();
      Instruction load = instructions.get(value).renumbered(v -> registerOf[v]);
      (isSteady(value) ? prologue : body).add(load);
    }
    return registerOf[value];
  }

  private int scalar(int value) {
    return scalarOf.computeIfAbsent(
        value,
        unused -> {
          scalars.add(
              instructions.get(value) instanceof Instruction.Load load
                  ? new Routine.Scalar(load.slot(), 0)
                  : new Routine.Scalar(-1, ((Instruction.Fill) instructions.get(value)).value()));
          return scalars.size() - 1;
        });
  }

  private int take() {
    return free.isEmpty() ? registers++ : free.pop();
  }

  private void release(int value, int number) {
    boolean held = registerOf[value] >= 0 && !free.contains(registerOf[value]);
    if (lastRead[value] == number && held) {
      free.push(registerOf[value]);
    }
  }

  private boolean isSource(int value) {
    return instructions.get(value) instanceof Instruction.Load
        || instructions.get(value) instanceof Instruction.Fill;
  }

  /** Whether all elements are the same number, known before the first chunk. */
  private boolean isScalar(int value) {
    Instruction instruction = instructions.get(value);
    return instruction instanceof Instruction.Fill
        || (instruction instanceof Instruction.Load load
            && inputs.get(load.slot()) == InputKind.SCALAR);
  }

  /** Whether every chunk has the same elements. */
  private boolean isSteady(int value) {
    return isScalar(value)
        || (instructions.get(value) instanceof Instruction.Load load
            && inputs.get(load.slot()) == InputKind.REPEATED);
  }
}
