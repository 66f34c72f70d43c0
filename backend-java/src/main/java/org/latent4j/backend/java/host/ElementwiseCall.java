package org.latent4j.backend.java.host;

/** A kernel with the elements it runs over and what it reads and writes. */
final class ElementwiseCall {
  private final Kernel kernel;
  private final Numbering numbering;
  private final Traversal traversal;
  private final HostStorage[] inputs;
  private final HostStorage[] outputs;
  private final long[] bases;
  private final long[] keys;

  /**
   * Makes a call whose views, in {@code traversal} the inputs first, are given later.
   *
   * @param kernel what to compute
   * @param numbering the numbers of the elements
   * @param traversal the order of the elements
   * @param inputs how many views are read
   * @param keys how many keys there are
   */
  ElementwiseCall(Kernel kernel, Numbering numbering, Traversal traversal, int inputs, int keys) {
    this.kernel = kernel;
    this.numbering = numbering;
    this.traversal = traversal;
    this.inputs = new HostStorage[inputs];
    this.outputs = new HostStorage[kernel.outputs().size()];
    this.bases = new long[inputs + outputs.length];
    this.keys = new long[keys];
  }

  /** Sets where an input is; {@code base} is added to the offset that the traversal knows. */
  void setInput(int slot, HostStorage storage, long base) {
    inputs[slot] = storage;
    bases[slot] = base;
  }

  void setOutput(int number, HostStorage storage, long base) {
    outputs[number] = storage;
    bases[inputs.length + number] = base;
  }

  void setKey(int slot, long bits) {
    keys[slot] = bits;
  }

  Kernel kernel() {
    return kernel;
  }

  Traversal traversal() {
    return traversal;
  }

  Numbering numbering() {
    return numbering;
  }

  long key(int slot) {
    return keys[slot];
  }

  /** Whether an instruction gives the same for every chunk. */
  boolean isSteady(Instruction instruction) {
    return instruction instanceof Instruction.Load load && traversal.repeats(load.slot());
  }

  HostStorage input(int slot) {
    return inputs[slot];
  }

  void read(int slot, long start, Object array, int n) {
    traversal.read(slot, inputs[slot], bases[slot], start, array, n);
  }

  int outputs() {
    return outputs.length;
  }

  HostStorage output(int number) {
    return outputs[number];
  }

  void write(int number, long start, Object array, int n) {
    int view = inputs.length + number;
    traversal.write(view, outputs[number], bases[view], start, array, n);
  }

  /** Computes the chunks {@code from .. to - 1}. */
  void run(Workspace workspace, long from, long to) {
    if (from < to) {
      switch (kernel.computeType()) {
        case FLOAT32 -> FloatInterpreter.run(this, workspace, from, to);
        default -> DoubleInterpreter.run(this, workspace, from, to);
      }
    }
  }
}
