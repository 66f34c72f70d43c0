package org.latent4j.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import org.latent4j.program.Gradients;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;

/** Compares gradients with central differences of the function, in FLOAT64. */
public final class CentralDifferences {
  private static final double STEP = 1e-3;
  private static final double RELATIVE = 1e-6;

  private CentralDifferences() {}

  /**
   * Requires that a gradient agrees with differences to 1e-6 of each number, or of a thousandth of
   * the largest one of its tensor.
   *
   * @param function from a tree of FLOAT64 tensors to a number; smooth around {@code at}
   * @param at where to differentiate
   * @param <P> the tree
   */
  public static <P> void check(Function<P, Tensor> function, P at) {
    Scope.within(
        () -> {
          List<Tensor> gradient = TensorTree.tensors(Gradients.of(function).apply(at));
          List<String> names = TensorTree.names(at);
          for (int leaf = 0; leaf < names.size(); leaf++) {
            double[] actual = gradient.get(leaf).toDoubles();
            requireClose(names.get(leaf), slopes(function, at, leaf, actual.length), actual);
          }
        });
  }

  private static void requireClose(String name, double[] expected, double[] actual) {
    double largest = 1e-3;
    for (double slope : expected) {
      largest = Math.max(largest, Math.abs(slope));
    }
    for (int i = 0; i < actual.length; i++) {
      double scale = Math.max(Math.abs(expected[i]), 1e-3 * largest);
      assertEquals(expected[i], actual[i], RELATIVE * scale, name + ", element " + i);
    }
  }

  private static <P> double[] slopes(Function<P, Tensor> function, P at, int leaf, int elements) {
    double[] slopes = new double[elements];
    for (int i = 0; i < elements; i++) {
      // Richardson's extrapolation leaves an error of the step to the fourth power.
      double fine = slope(function, at, leaf, i, STEP);
      double coarse = slope(function, at, leaf, i, 2 * STEP);
      slopes[i] = (4 * fine - coarse) / 3;
    }
    return slopes;
  }

  private static <P> double slope(
      Function<P, Tensor> function, P at, int leaf, int i, double step) {
    double up = value(function, at, leaf, i, step);
    double down = value(function, at, leaf, i, -step);
    return (up - down) / (2 * step);
  }

  private static <P> double value(Function<P, Tensor> function, P at, int leaf, int i, double by) {
    return Scope.within(
        () -> {
          List<Tensor> leaves = TensorTree.tensors(at);
          leaves.set(leaf, moved(leaves.get(leaf), i, by));
          return function.apply(TensorTree.fromLeaves(at, leaves)).item();
        });
  }

  private static Tensor moved(Tensor x, int i, double by) {
    double[] elements = x.toDoubles();
    elements[i] += by;
    return Tensor.of(x.backend(), elements, x.shape().dims());
  }
}
