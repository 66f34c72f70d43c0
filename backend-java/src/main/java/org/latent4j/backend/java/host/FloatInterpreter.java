package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.FloatLoops;
import org.latent4j.op.DataType;

/** Runs kernels whose registers are floats. */
final class FloatInterpreter {
  private final ElementwiseCall call;
  private final Routine routine;
  private final Workspace workspace;
  private final float[][] registers;
  private final float[] scalars;

  private FloatInterpreter(ElementwiseCall call, Workspace workspace) {
    this.call = call;
    this.routine = call.routine();
    this.workspace = workspace;
    this.registers = workspace.floatRegisters(routine.registers);
    this.scalars = workspace.floatScalars(routine.scalars.length);
  }

  /** Returns the one that a call has used before on the same thread, or a new one. */
  private static FloatInterpreter of(ElementwiseCall call, Workspace workspace) {
    if (call.interpreter() instanceof FloatInterpreter before && before.workspace == workspace) {
      return before;
    }
    FloatInterpreter made = new FloatInterpreter(call, workspace);
    call.keep(made);
    return made;
  }

  /** Reads the inputs that are one number for all elements. */
  private void readScalars() {
    for (int i = 0; i < routine.scalars.length; i++) {
      Routine.Scalar scalar = routine.scalars[i];
      scalars[i] =
          (float) (scalar.slot() < 0 ? scalar.value() : call.first(scalar.slot(), workspace));
    }
  }

  /** Computes the chunks {@code from .. to - 1}. */
  static void run(ElementwiseCall call, Workspace workspace, long from, long to) {
    FloatInterpreter interpreter = of(call, workspace);
    interpreter.readScalars();
    Traversal traversal = call.traversal();
    int longest = 0;
    for (long chunk = from; chunk < to; chunk++) {
      int n = traversal.length(chunk);
      long start = traversal.start(chunk);
      if (n > longest) {
        // What is the same for every chunk, as far as it has not been done.
        interpreter.execute(interpreter.routine.prologue, start, n);
        longest = n;
      }
      interpreter.compute(start, n);
    }
  }

  private void compute(long start, int n) {
    execute(routine.body, start, n);
    for (int output = 0; output < routine.results.length; output++) {
      store(output, registers[routine.results[output]], start, n);
    }
  }

  private void execute(Instruction[] instructions, long start, int n) {
    for (Instruction instruction : instructions) {
      if (instruction instanceof Instruction.Fused fused) {
        fused.loop().run(registers, scalars, n);
      } else {
        execute((Instruction.Single) instruction, start, n);
      }
    }
  }

  private void execute(Instruction.Single instruction, long start, int n) {
    float[] out = registers[instruction.out()];
    if (instruction instanceof Instruction.Load load) {
      load(load.slot(), start, out, n);
    } else if (instruction instanceof Instruction.Unary unary) {
      FloatLoops.apply(unary.op(), registers[unary.operand()], out, n, workspace.floatScratch);
    } else if (instruction instanceof Instruction.Binary binary) {
      float[] left = registers[binary.left()];
      float[] right = registers[binary.right()];
      FloatLoops.apply(binary.op(), left, right, out, n, workspace.floatScratch);
    } else if (instruction instanceof Instruction.Ternary t) {
      float[] first = registers[t.first()];
      float[] second = registers[t.second()];
      float[] third = registers[t.third()];
      FloatLoops.apply(t.op(), first, second, third, out, n, workspace.floatScratch);
    } else if (instruction instanceof Instruction.Bernoulli draw) {
      FloatLoops.bernoulli(registers[draw.uniform()], registers[draw.probability()], out, n);
    } else if (instruction instanceof Instruction.Draw draw) {
      draw(draw, start, out, n);
    } else if (instruction instanceof Instruction.Fill fill) {
      Arrays.fill(out, 0, n, (float) fill.value());
    } else if (instruction instanceof Instruction.Position position) {
      call.numbering().positions(position.axis(), start, workspace.doubles, n);
      Elements.toFloats(workspace.doubles, out, n);
    }
  }

  /** Draws run by run of consecutive numbers; the loops write arrays from the beginning only. */
  private void draw(Instruction.Draw draw, long start, float[] out, int n) {
    long key = call.key(draw.keySlot());
    for (int done = 0; done < n; ) {
      int run = call.numbering().run(start + done, n - done);
      float[] target = done == 0 ? out : workspace.floats;
      long index = draw.firstIndex() + call.numbering().inWhole(start + done);
      workspace.threefry.float32(key, index, target, run, workspace.floatScratch);
      if (done > 0) {
        System.arraycopy(target, 0, out, done, run);
      }
      done += run;
    }
  }

  private void load(int slot, long start, float[] out, int n) {
    DataType type = call.input(slot).type();
    if (type == DataType.FLOAT32) {
      call.read(slot, start, out, n);
    } else {
      Object array = Elements.array(workspace, type);
      call.read(slot, start, array, n);
      Elements.toFloats(array, out, n);
    }
  }

  private void store(int output, float[] values, long start, int n) {
    DataType type = call.output(output).type();
    if (type == DataType.FLOAT32) {
      call.write(output, start, values, n);
    } else {
      Object array = Elements.array(workspace, type);
      Elements.fromFloats(values, array, n);
      call.write(output, start, array, n);
    }
  }
}
