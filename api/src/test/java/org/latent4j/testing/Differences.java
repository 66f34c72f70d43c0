package org.latent4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.latent4j.backend.Backend;
import org.latent4j.graph.Shape;
import org.latent4j.program.Gradients;
import org.latent4j.tensor.Functions;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** Compares gradients with central differences of the function, in FLOAT64. */
public final class Differences {
  private static final double RELATIVE = 1e-6;

  private Differences() {}

  /**
   * Requires that the gradient of a function, and the gradient of the squared norm of its gradient,
   * agree with central differences to 1e-6 relative.
   *
   * @param name what to show if they do not
   * @param function from FLOAT64 tensors to a number; smooth around {@code at}
   * @param at where to differentiate
   */
  public static void check(String name, Function<List<Tensor>, Tensor> function, List<Tensor> at) {
    checkFirst(name, function, at);
    checkFirst(name + ", twice", x -> squaredNorm(Gradients.of(function).apply(x)), at);
  }

  /**
   * The same, along random directions through all arguments at once, which takes far fewer values
   * of the function.
   *
   * @param name what to show if they do not agree
   * @param function from FLOAT64 tensors to a number; smooth around {@code at}
   * @param at where to differentiate
   * @param seed of the directions
   */
  public static void checkAlong(
      String name, Function<List<Tensor>, Tensor> function, List<Tensor> at, long seed) {
    for (int direction = 0; direction < 3; direction++) {
      SplittableRandom random = new SplittableRandom(31 * seed + direction);
      List<Tensor> ahead = at.stream().map(x -> direction(x, random)).toList();
      Tensor zero = Tensor.of(at.get(0).backend(), new double[1]);
      checkFirst(name, t -> function.apply(moved(at, t.get(0), ahead)), List.of(zero));
      checkFirst(
          name + ", twice",
          t -> squaredNorm(Gradients.of(function).apply(moved(at, t.get(0), ahead))),
          List.of(zero));
    }
  }

  private static Tensor direction(Tensor x, SplittableRandom random) {
    double[] elements = random.doubles(x.shape().size(), -1, 1).toArray();
    return Tensor.of(x.backend(), elements, x.shape().dims());
  }

  private static List<Tensor> moved(List<Tensor> at, Tensor distance, List<Tensor> direction) {
    List<Tensor> moved = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      moved.add(at.get(i).add(direction.get(i).mul(distance)));
    }
    return moved;
  }

  /** The first derivative alone. */
  public static void checkFirst(
      String name, Function<List<Tensor>, Tensor> function, List<Tensor> at) {
    Scope.within(
        () -> {
          List<Tensor> gradient = Gradients.of(function).apply(at);
          assertEquals(at.size(), gradient.size(), name);
          for (int leaf = 0; leaf < at.size(); leaf++) {
            assertEquals(at.get(leaf).shape(), gradient.get(leaf).shape(), name);
            double[] expected = slopes(function, at, leaf);
            assertClose(name + ", argument " + leaf, expected, gradient.get(leaf).toDoubles());
          }
        });
  }

  /** Requires agreement to 1e-6 of each number, or of a thousandth of the largest one. */
  public static void assertClose(String name, double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length, name);
    double largest = 1e-2;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      double scale = Math.max(Math.abs(expected[i]), 1e-3 * largest);
      boolean close = Math.abs(expected[i] - actual[i]) <= RELATIVE * scale;
      String place = name + ", element " + i + ": expected " + expected[i] + ", got " + actual[i];
      assertTrue(close, place);
    }
  }

  private static Tensor squaredNorm(List<Tensor> gradient) {
    Tensor sum = Functions.square(gradient.get(0)).sum();
    for (Tensor other : gradient.subList(1, gradient.size())) {
      sum = sum.add(Functions.square(other).sum());
    }
    return sum;
  }

  private static double[] slopes(
      Function<List<Tensor>, Tensor> function, List<Tensor> at, int leaf) {
    double[] slopes = new double[(int) at.get(leaf).shape().size()];
    for (int i = 0; i < slopes.length; i++) {
      // Two steps of Richardson's extrapolation: an error of h^6.
      double coarse = slope(function, at, leaf, i, 0.004);
      double middle = slope(function, at, leaf, i, 0.002);
      double fine = slope(function, at, leaf, i, 0.001);
      slopes[i] = (16 * (4 * fine - middle) / 3 - (4 * middle - coarse) / 3) / 15;
    }
    return slopes;
  }

  private static double slope(
      Function<List<Tensor>, Tensor> function, List<Tensor> at, int leaf, int i, double h) {
    return (value(function, at, leaf, i, h) - value(function, at, leaf, i, -h)) / (2 * h);
  }

  private static double value(
      Function<List<Tensor>, Tensor> function, List<Tensor> at, int leaf, int i, double h) {
    return Scope.within(
        () -> {
          List<Tensor> moved = new ArrayList<>(at);
          moved.set(leaf, moved(at.get(leaf), i, h));
          return function.apply(moved).item();
        });
  }

  private static Tensor moved(Tensor x, int i, double h) {
    double[] elements = x.toDoubles();
    elements[i] += h;
    Backend backend = x.backend();
    Shape shape = x.shape();
    return Tensor.of(backend, elements, shape.dims());
  }
}
