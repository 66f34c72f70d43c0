package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.DoubleLoops;
import org.latent4j.op.DataType;

/** Runs kernels whose registers are doubles. */
final class DoubleInterpreter {
  private final Workspace workspace;
  private final Execution execution = new Execution();
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
    // What a loop computes beyond n is not read. Functions of doubles are not vectorised.
    int toEndOfLine = AlignedArrays.doublesToEndOfLine(n);
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
      DoubleInterpreter.this.load(call, load.slot(), start, registers[load.out()], n);
    }

    @Override
    public void fill(Instruction.Fill fill) {
      Arrays.fill(registers[fill.out()], 0, n, fill.value());
    }

    @Override
    public void position(Instruction.Position position) {
      call.numbering().positions(position.axis(), start, registers[position.out()], n);
    }

    @Override
    public void draw(Instruction.Draw draw) {
      DoubleInterpreter.this.draw(call, draw, start, registers[draw.out()], n);
    }

    @Override
    public void bernoulli(Instruction.Bernoulli draw) {
      double[] uniform = registers[draw.uniform()];
      DoubleLoops.bernoulli(uniform, registers[draw.probability()], registers[draw.out()], n);
    }

    @Override
    public void unary(Instruction.Unary unary) {
      DoubleLoops.apply(unary.op(), registers[unary.operand()], registers[unary.out()], n);
    }

    @Override
    public void binary(Instruction.Binary binary) {
      double[] left = registers[binary.left()];
      double[] right = registers[binary.right()];
      DoubleLoops.apply(binary.op(), left, right, registers[binary.out()], n);
    }

    @Override
    public void ternary(Instruction.Ternary t) {
      double[] first = registers[t.first()];
      double[] second = registers[t.second()];
      double[] third = registers[t.third()];
      DoubleLoops.apply(t.op(), first, second, third, registers[t.out()], n);
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
