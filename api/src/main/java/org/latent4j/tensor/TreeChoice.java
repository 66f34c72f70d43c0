package org.latent4j.tensor;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.graph.Shape;

/** The choice between two trees of one structure, for {@link TensorTree#where}. */
final class TreeChoice {
  private final Tensor condition;

  private TreeChoice(Tensor condition) {
    this.condition = condition;
  }

  static <T> T of(Tensor condition, T then, T otherwise) {
    if (condition.shape().rank() > 1) {
      throw new IllegalArgumentException(
          "where: to choose between trees the condition must be [rows] or of rank 0, but is "
              + condition.shape());
    }
    TreeChoice choice = new TreeChoice(condition);
    List<String> names = TensorTree.names(then);
    List<Object> ones = TensorTree.leaves(then);
    List<Object> others = TensorTree.leaves(otherwise);
    List<Tensor> chosen = new ArrayList<>();
    for (int i = 0; i < ones.size(); i++) {
      chosen.add(choice.leaf(names.get(i), ones.get(i), others.get(i)));
    }
    return TensorTree.fromLeaves(then, chosen);
  }

  private Tensor leaf(String name, Object then, Object otherwise) {
    if (!(then instanceof Tensor one && otherwise instanceof Tensor other)) {
      throw new IllegalArgumentException(
          "where: " + quoted(name) + " is a key, which a tensor can't choose; keep it outside");
    }
    if (!one.shape().equals(other.shape()) || one.type() != other.type()) {
      throw new IllegalArgumentException(
          "where: "
              + quoted(name)
              + (" is " + one.type() + " " + one.shape() + " in the one tree, but ")
              + (other.type() + " " + other.shape() + " in the other"));
    }
    return Functions.where(condition(name, one), one, other);
  }

  /** The condition with axes of extent 1 for all axes but the rows. */
  private Tensor condition(String name, Tensor leaf) {
    Shape shape = leaf.shape();
    Tensor aligned = condition;
    if (condition.shape().rank() == 1) {
      if (shape.rank() == 0 || shape.dim(0) != condition.shape().dim(0)) {
        throw new IllegalArgumentException(
            "where: the condition has "
                + (condition.shape().dim(0) + " rows, but " + quoted(name) + " has shape " + shape)
                + "; give a condition of rank 0 to choose all of it");
      }
      for (int axis = 1; axis < shape.rank(); axis++) {
        aligned = aligned.expand(axis);
      }
    }
    return aligned;
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "the tree" : "'" + name + "'";
  }
}
