package org.latent4j.backend.java.host;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.latent4j.backend.java.fused.LoopFactory;
import org.latent4j.graph.Expression;
import org.latent4j.op.DataType;

/**
 * An expression as instructions, instruction i making value i. How they are carried out depends on
 * how the inputs repeat themselves; {@link #routine} says it, and remembers what it said.
 */
final class Kernel {
  private final DataType computeType;
  private final List<Instruction.Single> instructions;
  private final List<Integer> results;
  private final List<Expression.Output> outputs;
  private final double cost;
  private final LoopFactory loops;
  private final Map<Variant, Routine> routines = new ConcurrentHashMap<>();

  private record Variant(List<InputKind> inputs, boolean fused) {}

  /**
   * Makes a kernel.
   *
   * @param computeType the type of all values
   * @param instructions what to do; all of it is needed
   * @param results the value of each output
   * @param outputs the outputs
   * @param cost an estimate of the work for an element, in nanoseconds
   * @param loops where fused loops come from
   */
  Kernel(
      DataType computeType,
      List<Instruction.Single> instructions,
      List<Integer> results,
      List<Expression.Output> outputs,
      double cost,
      LoopFactory loops) {
    this.computeType = computeType;
    this.instructions = List.copyOf(instructions);
    this.results = List.copyOf(results);
    this.outputs = outputs;
    this.cost = cost;
    this.loops = loops;
  }

  DataType computeType() {
    return computeType;
  }

  List<Instruction.Single> instructions() {
    return instructions;
  }

  List<Integer> results() {
    return results;
  }

  List<Expression.Output> outputs() {
    return outputs;
  }

  double cost() {
    return cost;
  }

  /**
   * Returns how to carry the kernel out.
   *
   * @param inputs how each input repeats itself
   * @param fused whether there are enough elements for loops of its own to pay
   */
  Routine routine(List<InputKind> inputs, boolean fused) {
    return routines.computeIfAbsent(
        new Variant(inputs, fused),
        variant -> new RoutineCompiler(this, inputs, fused ? loops : LoopFactory.none()).compile());
  }
}
