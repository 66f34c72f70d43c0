package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.FloatLoops;
import org.latent4j.op.DataType;

/** Runs kernels whose registers are floats. */
final class FloatInterpreter {
  private final Workspace workspace;
  private final Execution execution = new Execution();
  private float[][] registers = {};
  private float[] scalars = {};

  /** Makes the interpreter of a thread. */
  FloatInterpreter(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Reads the inputs that are one number for all elements. */
  private void readScalars(ElementwiseCall call) {
    Routine routine = call.routine();
    for (int i = 0; i < routine.scalars.length; i++) {
      Routine.Scalar scalar = routine.scalars[i];
      scalars[i] =
          (float) (scalar.slot() < 0 ? scalar.value() : call.first(scalar.slot(), workspace));
    }
  }

  /** Computes the chunks {@code from .. to - 1}. */
  void run(ElementwiseCall call, long from, long to) {
    Routine routine = call.routine();
    registers = workspace.floatRegisters(routine.registers);
    scalars = workspace.floatScalars(routine.scalars.length);
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
    execution.end();
  }

  private void compute(ElementwiseCall call, long start, int n) {
    Routine routine = call.routine();
    execute(call, routine.body, start, n);
    for (int output = 0; output < routine.results.length; output++) {
      store(call, output, registers[routine.results[output]], start, n);
    }
  }

  private void execute(ElementwiseCall call, Instruction[] instructions, long start, int n) {
    // What loops compute beyond n is not read.
    int toEndOfLine = AlignedArrays.floatsToEndOfLine(n);
    execution.begin(call, start, n, toEndOfLine);
    for (Instruction instruction : instructions) {
      instruction.execute(execution);
    }
  }

  /** Executes instructions for one chunk after another; made once, so that none makes garbage. */
  private final class Execution implements Instruction.Machine {
    private ElementwiseCall call;
    private long start;
    private int n;
    private int toEndOfLine;

    void begin(ElementwiseCall nextCall, long nextStart, int length, int lengthToEndOfLine) {
      call = nextCall;
      start = nextStart;
      n = length;
      toEndOfLine = lengthToEndOfLine;
    }

    /** Lets go of what has been computed. */
    void end() {
      call = null;
    }

    @Override
    public void fused(Instruction.Fused fused) {
      fused.loop().run(registers, scalars, toEndOfLine);
    }

    @Override
    public void load(Instruction.Load load) {
      FloatInterpreter.this.load(call, load.slot(), start, registers[load.out()], n);
    }

    @Override
    public void fill(Instruction.Fill fill) {
      Arrays.fill(registers[fill.out()], 0, toEndOfLine, (float) fill.value());
    }

    @Override
    public void position(Instruction.Position position) {
      call.numbering().positions(position.axis(), start, workspace.doubles, n);
      Elements.toFloats(workspace.doubles, registers[position.out()], n);
    }

    @Override
    public void draw(Instruction.Draw draw) {
      FloatInterpreter.this.draw(call, draw, start, registers[draw.out()], n);
    }

    @Override
    public void bernoulli(Instruction.Bernoulli draw) {
      float[] uniform = registers[draw.uniform()];
      float[] probability = registers[draw.probability()];
      FloatLoops.bernoulli(uniform, probability, registers[draw.out()], toEndOfLine);
    }

    @Override
    public void unary(Instruction.Unary unary) {
      float[] operand = registers[unary.operand()];
      float[] out = registers[unary.out()];
      FloatLoops.apply(unary.op(), operand, out, toEndOfLine, workspace.floatScratch);
    }

    @Override
    public void binary(Instruction.Binary binary) {
      float[] left = registers[binary.left()];
      float[] right = registers[binary.right()];
      float[] out = registers[binary.out()];
      FloatLoops.apply(binary.op(), left, right, out, toEndOfLine, workspace.floatScratch);
    }

    @Override
    public void ternary(Instruction.Ternary t) {
      float[] first = registers[t.first()];
      float[] second = registers[t.second()];
      float[] third = registers[t.third()];
      float[] out = registers[t.out()];
      FloatLoops.apply(t.op(), first, second, third, out, toEndOfLine, workspace.floatScratch);
    }
  }

  /** Draws run by run of consecutive numbers; the loops write arrays from the beginning only. */
  private void draw(ElementwiseCall call, Instruction.Draw draw, long start, float[] out, int n) {
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

  private void load(ElementwiseCall call, int slot, long start, float[] out, int n) {
    DataType type = call.input(slot).type();
    if (type == DataType.FLOAT32) {
      call.read(slot, start, out, n);
    } else {
      Object array = Elements.array(workspace, type);
      call.read(slot, start, array, n);
      Elements.toFloats(array, out, n);
    }
  }

  private void store(ElementwiseCall call, int output, float[] values, long start, int n) {
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
