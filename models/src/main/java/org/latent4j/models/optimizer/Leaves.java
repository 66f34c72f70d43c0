package org.latent4j.models.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/** Applies the rule of an optimiser to each tensor of a tree. */
final class Leaves {
  private Leaves() {}

  /** How one tensor is updated. */
  interface Rule {
    /**
     * Updates a tensor.
     *
     * @param parameter where it is
     * @param gradient its derivative
     * @param moments its running means
     * @return where it goes, then the new running means
     */
    List<Tensor> update(Tensor parameter, Tensor gradient, List<Tensor> moments);
  }

  /** Applies a rule to all leaves and counts the step. */
  static <P> OptimizerState<P> update(
      String name, int momentCount, OptimizerState<P> state, P gradients, Tensor rate, Rule rule) {
    requireMoments(name, momentCount, state);
    requireRank0(name, "learning rate", rate);
    List<Tensor> slopes = requireFit(name, state, gradients);
    List<Tensor> parameters = tensors(state.parameters());
    List<List<Tensor>> moments = state.moments().stream().map(Leaves::tensors).toList();
    List<List<Tensor>> updated = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      int leaf = i;
      List<Tensor> own = moments.stream().map(tree -> tree.get(leaf)).toList();
      updated.add(rule.update(parameters.get(i), slopes.get(i), own));
    }
    List<P> nextMoments = new ArrayList<>();
    for (int moment = 0; moment < moments.size(); moment++) {
      nextMoments.add(column(state.parameters(), updated, 1 + moment));
    }
    return state.moved(column(state.parameters(), updated, 0), nextMoments);
  }

  private static <P> P column(P structure, List<List<Tensor>> updated, int number) {
    return TensorTree.fromLeaves(structure, updated.stream().map(own -> own.get(number)).toList());
  }

  /** Lists the leaves of a tree that can be learned. */
  static List<Tensor> tensors(Object tree) {
    List<Object> leaves = TensorTree.leaves(tree);
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("optimizer: there is no parameter to learn");
    }
    List<Tensor> tensors = new ArrayList<>();
    for (Object leaf : leaves) {
      if (!(leaf instanceof Tensor tensor) || !tensor.type().isFloating()) {
        String name = TensorTree.names(tree).get(tensors.size());
        throw new IllegalArgumentException(
            "optimizer: parameter '"
                + name
                + "' is "
                + (leaf instanceof Tensor other ? other.type() + " " + other.shape() : "a key")
                + "; only FLOAT32 and FLOAT64 tensors can be learned, so keep it out of the"
                + " parameters");
      }
      tensors.add(tensor);
    }
    return tensors;
  }

  /** Refuses derivatives that are not those of the parameters. */
  static <P> List<Tensor> requireFit(String name, OptimizerState<P> state, P gradients) {
    if (!TensorTree.sameStructure(state.parameters(), gradients)) {
      throw new IllegalArgumentException(
          name
              + ": the gradients must have the structure of the parameters, "
              + TensorTree.names(state.parameters())
              + ", but have "
              + TensorTree.names(gradients));
    }
    List<Tensor> parameters = tensors(state.parameters());
    List<Tensor> slopes = tensors(gradients);
    for (int i = 0; i < slopes.size(); i++) {
      Tensor parameter = parameters.get(i);
      Tensor slope = slopes.get(i);
      if (!slope.shape().equals(parameter.shape()) || slope.type() != parameter.type()) {
        throw new IllegalArgumentException(
            name
                + ": parameter '"
                + TensorTree.names(state.parameters()).get(i)
                + ("' is " + parameter.type() + " " + parameter.shape())
                + (", but its gradient is " + slope.type() + " " + slope.shape()));
      }
    }
    return slopes;
  }

  /** Refuses the state of another optimiser. */
  static void requireMoments(String name, int momentCount, OptimizerState<?> state) {
    if (state.moments().size() != momentCount) {
      throw new IllegalArgumentException(
          name
              + ": its state holds "
              + momentCount
              + " moments of the parameters, but this one holds "
              + state.moments().size()
              + "; make it with start()");
    }
  }

  /** Refuses a hyperparameter that is not one floating number. */
  static void requireRank0(String name, String what, Tensor value) {
    if (!value.type().isFloating() || value.shape().rank() != 0) {
      throw new IllegalArgumentException(
          name
              + (": the " + what + " must be FLOAT32 or FLOAT64 of rank 0, but is ")
              + (value.type() + " " + value.shape()));
    }
  }

  /** Whether weight decay and norms concern a tensor: weights, not biases. */
  static boolean isWeights(Tensor parameter) {
    return parameter.shape().rank() >= 2;
  }
}
