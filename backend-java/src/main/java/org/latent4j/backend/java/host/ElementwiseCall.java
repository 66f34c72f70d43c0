package org.latent4j.backend.java.host;

import org.latent4j.backend.View;
import org.latent4j.graph.Shape;

/** A kernel with what it reads and writes: one call, shared by the threads that work on it. */
final class ElementwiseCall {
  private final Kernel kernel;
  private final Shape shape;
  private final Traversal traversal;
  private HostStorage[] inputs = {};
  private HostStorage[] outputs = {};
  private long[] keys = {};

  ElementwiseCall(Kernel kernel, Shape shape, Traversal traversal) {
    this.kernel = kernel;
    this.shape = shape;
    this.traversal = traversal;
  }

  void bind(View[] inputViews, long[] keyBits, View[] outputViews) {
    inputs = storages(inputViews);
    outputs = storages(outputViews);
    keys = keyBits;
  }

  private static HostStorage[] storages(View[] views) {
    HostStorage[] storages = new HostStorage[views.length];
    for (int i = 0; i < views.length; i++) {
      storages[i] = (HostStorage) views[i].storage();
    }
    return storages;
  }

  Kernel kernel() {
    return kernel;
  }

  Traversal traversal() {
    return traversal;
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
    traversal.read(slot, inputs[slot], 0, start, array, n);
  }

  int outputs() {
    return outputs.length;
  }

  HostStorage output(int number) {
    return outputs[number];
  }

  void write(int number, long start, Object array, int n) {
    traversal.write(inputs.length + number, outputs[number], 0, start, array, n);
  }

  /** Writes the positions along an axis of the elements from number {@code start} on. */
  void positions(int axis, long start, double[] out, int n) {
    long step = 1;
    for (int later = axis + 1; later < shape.rank(); later++) {
      step *= shape.dim(later);
    }
    long position = start / step % shape.dim(axis);
    long left = step - start % step;
    for (int i = 0; i < n; i++) {
      out[i] = position;
      if (--left == 0) {
        left = step;
        position = position + 1 == shape.dim(axis) ? 0 : position + 1;
      }
    }
  }
}
