package org.latent4j.program;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/**
 * The types and shapes of the leaves of a record; a key is INT32 [2] as it is stored. There is one
 * recording for each signature of an input.
 */
record Signature(List<Leaf> leaves) {

  record Leaf(boolean isKey, DataType type, Shape shape) {
    private static final Leaf KEY = new Leaf(true, DataType.INT32, Shape.of(2));

    static Leaf of(Object leaf) {
      if (leaf instanceof Tensor tensor) {
        return new Leaf(false, tensor.type(), tensor.shape());
      }
      return KEY;
    }

    @Override
    public String toString() {
      return isKey ? "a key" : type + " " + shape;
    }
  }

  static Signature of(List<Object> leaves) {
    List<Leaf> described = new ArrayList<>(leaves.size());
    leaves.forEach(leaf -> described.add(Leaf.of(leaf)));
    return new Signature(described);
  }
}
