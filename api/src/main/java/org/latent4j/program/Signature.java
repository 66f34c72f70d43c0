package org.latent4j.program;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

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

  /**
   * Makes sure that a tree can replace the state of a program.
   *
   * @param state the state that it was compiled with
   * @param next what is to replace it
   * @param giver where that comes from, for the message
   * @throws IllegalArgumentException if the structure, a type or a shape differs
   */
  static void requireSame(Object state, Object next, String giver) {
    List<Leaf> given = of(TensorTree.leaves(next)).leaves();
    if (!TensorTree.sameStructure(state, next)) {
      throw new IllegalArgumentException(
          "program: the state is " + describe(state) + ", but " + giver + " " + describe(next));
    }
    List<Leaf> wanted = of(TensorTree.leaves(state)).leaves();
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).equals(given.get(i))) {
        String name = TensorTree.names(state).get(i);
        throw new IllegalArgumentException(
            "program: "
                + (name.isEmpty() ? "the state" : "state '" + name + "'")
                + (" is " + wanted.get(i) + ", but " + giver + " " + given.get(i)));
      }
    }
  }

  private static String describe(Object tree) {
    String name = tree instanceof List ? "a list" : tree.getClass().getSimpleName();
    boolean isLeaf = tree instanceof Tensor || tree instanceof RandomKey;
    return isLeaf ? "one " + name : name + " of " + TensorTree.names(tree);
  }

  static Signature of(List<Object> leaves) {
    List<Leaf> described = new ArrayList<>(leaves.size());
    leaves.forEach(leaf -> described.add(Leaf.of(leaf)));
    return new Signature(described);
  }
}
