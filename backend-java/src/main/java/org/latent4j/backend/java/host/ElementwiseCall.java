package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A kernel with the elements it runs over and what it reads and writes. */
final class ElementwiseCall {
  /** With fewer elements than this, a loop of its own is not worth its class. */
  private static final int WORTH_FUSING = 64;

  private final Kernel kernel;
  private final Routine routine;
  private final Numbering numbering;
  private final Traversal traversal;
  private final HostStorage[] inputs;
  private final HostStorage[] outputs;
  private final @Nullable ColumnSums[] sums;
  private final boolean[] kept;
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
    this.routine = kernel.routine(kinds(traversal, inputs), traversal.size() >= WORTH_FUSING);
    this.numbering = numbering;
    this.traversal = traversal;
    this.inputs = new HostStorage[inputs];
    this.outputs = new HostStorage[kernel.outputs().size()];
    this.sums = new ColumnSums[outputs.length];
    this.kept = new boolean[outputs.length];
    Arrays.fill(kept, true);
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

  /** Has the columns of a FLOAT32 output summed; {@code writes} says whether it is written, too. */
  void sum(int number, ColumnSums by, boolean writes) {
    sums[number] = by;
    kept[number] = writes;
  }

  void setKey(int slot, long bits) {
    keys[slot] = bits;
  }

  private static List<InputKind> kinds(Traversal traversal, int inputs) {
    List<InputKind> kinds = new ArrayList<>();
    for (int slot = 0; slot < inputs; slot++) {
      kinds.add(traversal.kind(slot));
    }
    return List.copyOf(kinds);
  }

  Routine routine() {
    return routine;
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

  /** Reads the first element of an input. */
  double first(int slot, Workspace workspace) {
    HostStorage storage = inputs[slot];
    Object array = Elements.array(workspace, storage.type());
    traversal.read(slot, storage, bases[slot], 0, array, 1);
    return Elements.first(array);
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
    ColumnSums by = sums[number];
    if (by != null) {
      by.add((float[]) array, start, n);
    }
    if (!kept[number]) {
      return;
    }
    int view = inputs.length + number;
    traversal.write(view, outputs[number], bases[view], start, array, n);
  }

  /** Computes the chunks {@code from .. to - 1}. */
  void run(Workspace workspace, long from, long to) {
    if (from < to) {
      switch (kernel.computeType()) {
        case FLOAT32 -> workspace.floatInterpreter.run(this, from, to);
        default -> workspace.doubleInterpreter.run(this, from, to);
      }
    }
  }
}
