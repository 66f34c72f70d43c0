package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.DoubleLoops;
import org.latent4j.op.DataType;

/** Runs kernels whose registers are doubles. */
final class DoubleInterpreter {
  private final Workspace workspace;
  private double[][] registers = {};
  private double[] scalars = {};

  /** Makes the interpreter of a thread. */
  DoubleInterpreter(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Reads the inputs that are one number for all elements. */
  private void readScalars(ElementwiseCall call) {
    Routine routine = call.routine();
    for (int i = 0; i < routine.scalars.length; i++) {
      Routine.Scalar scalar = routine.scalars[i];
      scalars[i] = (scalar.slot() < 0 ? scalar.value() : call.first(scalar.slot(), workspace));
    }
  }

  /** Computes the chunks {@code from .. to - 1}. */
  void run(ElementwiseCall call, long from, long to) {
    Routine routine = call.routine();
    registers = workspace.doubleRegisters(routine.registers);
    scalars = workspace.doubleScalars(routine.scalars.length);
    readScalars(call);
    Traversal traversal = call.traversal();
    int longest = 0;
    for (long chunk = from; chunk < to; chunk++) {
      int n = traversal.length(chunk);
      long start = traversal.start(chunk);
      if (n > longest) {
        // What is the same for every chunk, as far as it has not been done.
        execute(call, routine.prologue, start, n);
        longest = n;
      }
      compute(call, start, n);
    }
  }

  private void compute(ElementwiseCall call, long start, int n) {
    Routine routine = call.routine();
    execute(call, routine.body, start, n);
    for (int output = 0; output < routine.results.length; output++) {
      store(call, output, registers[routine.results[output]], start, n);
    }
  }

  private void execute(ElementwiseCall call, Instruction[] instructions, long start, int n) {
    // What a loop computes beyond n is not read. Functions of doubles are not vectorised.
    int toEndOfLine = AlignedArrays.doublesToEndOfLine(n);
    for (Instruction instruction : instructions) {
      if (instruction instanceof Instruction.Fused fused) {
        fused.loop().run(registers, scalars, toEndOfLine);
      } else {
        execute(call, (Instruction.Single) instruction, start, n);
      }
    }
  }

  private void execute(ElementwiseCall call, Instruction.Single instruction, long start, int n) {
    double[] out = registers[instruction.out()];
    if (instruction instanceof Instruction.Load load) {
      load(call, load.slot(), start, out, n);
    } else if (instruction instanceof Instruction.Unary unary) {
      DoubleLoops.apply(unary.op(), registers[unary.operand()], out, n);
    } else if (instruction instanceof Instruction.Binary binary) {
      double[] left = registers[binary.left()];
      double[] right = registers[binary.right()];
      DoubleLoops.apply(binary.op(), left, right, out, n);
    } else if (instruction instanceof Instruction.Ternary t) {
      double[] first = registers[t.first()];
      double[] second = registers[t.second()];
      double[] third = registers[t.third()];
      DoubleLoops.apply(t.op(), first, second, third, out, n);
    } else if (instruction instanceof Instruction.Bernoulli draw) {
      DoubleLoops.bernoulli(registers[draw.uniform()], registers[draw.probability()], out, n);
    } else if (instruction instanceof Instruction.Draw draw) {
      draw(call, draw, start, out, n);
    } else if (instruction instanceof Instruction.Fill fill) {
      Arrays.fill(out, 0, n, fill.value());
    } else if (instruction instanceof Instruction.Position position) {
      call.numbering().positions(position.axis(), start, out, n);
    }
  }

  /** Draws run by run of consecutive numbers; the loops write arrays from the beginning only. */
  private void draw(ElementwiseCall call, Instruction.Draw draw, long start, double[] out, int n) {
    long key = call.key(draw.keySlot());
    for (int done = 0; done < n; ) {
      int run = call.numbering().run(start + done, n - done);
      double[] target = done == 0 ? out : workspace.doubles;
      long index = draw.firstIndex() + call.numbering().inWhole(start + done);
      workspace.threefry.float64(key, index, target, run);
      if (done > 0) {
        System.arraycopy(target, 0, out, done, run);
      }
      done += run;
    }
  }

  private void load(ElementwiseCall call, int slot, long start, double[] out, int n) {
    DataType type = call.input(slot).type();
    if (type == DataType.FLOAT64) {
      call.read(slot, start, out, n);
    } else {
      Object array = Elements.array(workspace, type);
      call.read(slot, start, array, n);
      Elements.toDoubles(array, out, n);
    }
  }

  private void store(ElementwiseCall call, int output, double[] values, long start, int n) {
    DataType type = call.output(output).type();
    if (type == DataType.FLOAT64) {
      call.write(output, start, values, n);
    } else {
      Object array = Elements.array(workspace, type);
      Elements.fromDoubles(values, array, n);
      call.write(output, start, array, n);
    }
  }
}
