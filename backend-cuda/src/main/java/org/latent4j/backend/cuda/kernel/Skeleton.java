package org.latent4j.backend.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.latent4j.graph.Expression;

/**
 * An expression without the numbers that change from call to call, so that a new learning rate or a
 * later part of a draw does not need a new kernel. Constants become inputs behind the last one, but
 * for a few that a compiler can use; the first indices of draws become 0, 1, 2 …
 *
 * @param expression the expression, its nodes numbered as before
 * @param inputs how many inputs the original has
 * @param constants the values of the further inputs, in their order
 * @param firsts the first indices of the draws, in the order of the nodes
 * @param axes the axes along which positions are read, in ascending order
 */
record Skeleton(
    Expression expression,
    int inputs,
    List<Double> constants,
    List<Long> firsts,
    List<Integer> axes) {

  /** Constants that stay in the text: each makes an operation cheaper or vanish. */
  private static final Set<Double> INLINE =
      Set.of(
          0.0,
          -0.0,
          1.0,
          -1.0,
          2.0,
          0.5,
          -0.5,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  static Skeleton of(Expression original) {
    Expression.Builder builder = Expression.in(original.computeType());
    List<Double> constants = new ArrayList<>();
    List<Long> firsts = new ArrayList<>();
    Set<Integer> axes = new TreeSet<>();
    for (Expression.Node node : original.nodes()) {
      if (node instanceof Expression.Constant constant && !INLINE.contains(constant.value())) {
        builder.input(original.inputCount() + constants.size());
        constants.add(constant.value());
      } else if (node instanceof Expression.Uniform uniform) {
        builder.uniform(uniform.keySlot(), firsts.size());
        firsts.add(uniform.firstIndex());
      } else {
        builder.node(node);
        if (node instanceof Expression.Index index) {
          axes.add(index.axis());
        }
      }
    }
    return new Skeleton(
        builder.build(original.outputs()),
        original.inputCount(),
        List.copyOf(constants),
        List.copyOf(firsts),
        List.copyOf(axes));
  }
}
