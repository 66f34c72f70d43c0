package org.latent4j.tck;

import static org.latent4j.tensor.Functions.concat;
import static org.latent4j.tensor.Functions.exp;
import static org.latent4j.tensor.Functions.tanh;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.program.Gradients;
import org.latent4j.program.Nothing;
import org.latent4j.program.Program;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;

/** §9, continued: parts put together in a program. */
@SuppressWarnings("try") // a scope is not used, it frees what is made inside
interface AssemblyRules extends BackendRules {
  /**
   * So many elements that a backend divides the work, with axes of extent 1 in front, in the middle
   * and at the end, and with short last axes.
   */
  List<Shape> ASSEMBLED =
      List.of(
          Shape.of(1, 24_000),
          Shape.of(24_000, 1),
          Shape.of(1, 120, 200),
          Shape.of(120, 1, 200),
          Shape.of(120, 200, 1),
          Shape.of(1, 1, 24_000),
          Shape.of(2400, 10),
          Shape.of(1, 8000, 3));

  /** What is joined. */
  record Pair(Tensor x, Tensor y) {}

  /** What is joined, made in the program, and the whole. */
  record Joined(Tensor first, Tensor second, Tensor whole) {}

  /** Two parts that differ along the axis, made by the program and shown beside the whole. */
  @Test
  @DisplayName("§9.22 A program joins parts along any axis, also beside axes of extent 1")
  default void partsAreJoined() {
    for (DataType type : Elements.FLOATING) {
      for (Shape shape : ASSEMBLED) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          requireJoined(type, shape, axis);
        }
      }
    }
  }

  private void requireJoined(DataType type, Shape shape, int axis) {
    try (Scope scope = Scope.open();
        Program<Nothing, Pair, Joined> program =
            Program.compile(
                backend(),
                input -> {
                  Tensor first = exp(input.x());
                  Tensor second = tanh(input.y());
                  return new Joined(first, second, concat(axis, first, second));
                })) {
      int[] half = shape.dims();
      half[axis] = (shape.dim(axis) + 1) / 2;
      Pair parts = new Pair(numbers(type, shape), numbers(type, Shape.of(half)));
      for (int run = 0; run < 2; run++) {
        Joined joined = program.run(parts);
        Check.sameBits(
            concatenated(
                joined.first().toDoubles(),
                joined.second().toDoubles(),
                inner(shape, axis) * shape.dim(axis),
                inner(shape, axis) * half[axis]),
            joined.whole().toDoubles(),
            i -> "concat of " + shape + " and " + Shape.of(half) + " along axis " + axis);
      }
    }
  }

  private Tensor numbers(DataType type, Shape shape) {
    double[] sample = Samples.moderate(type, 922);
    double[] numbers = new double[(int) shape.size()];
    Arrays.setAll(numbers, i -> sample[i % sample.length] / (1 + i % 7));
    return Tensors.of(backend(), type, numbers, shape.dims());
  }

  private static int inner(Shape shape, int axis) {
    int size = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      size *= shape.dim(i);
    }
    return size;
  }

  /** In turns {@code n} numbers of the one and {@code m} of the other. */
  private static double[] concatenated(double[] a, double[] b, int n, int m) {
    double[] whole = new double[a.length + b.length];
    for (int block = 0; block < a.length / n; block++) {
      System.arraycopy(a, block * n, whole, block * (n + m), n);
      System.arraycopy(b, block * m, whole, block * (n + m) + n, m);
    }
    return whole;
  }

  /** The gradient of a sum over a slice: the other factor in the slice, and zeros around it. */
  @Test
  @DisplayName("§9.23 Where no part goes there are zeros, run after run, also beside axes of 1")
  default void gapsAreZero() {
    for (DataType type : Elements.FLOATING) {
      for (Shape shape : ASSEMBLED) {
        for (int axis = 0; axis < shape.rank(); axis++) {
          if (shape.dim(axis) >= 3) {
            requireZerosAround(type, shape, axis);
          }
        }
      }
    }
  }

  private void requireZerosAround(DataType type, Shape shape, int axis) {
    int extent = shape.dim(axis);
    try (Scope scope = Scope.open();
        Program<Nothing, Pair, Pair> program =
            Program.compile(
                backend(),
                input -> {
                  Tensor factor = exp(input.y());
                  Tensor gradient =
                      Gradients.<Tensor>of(x -> x.slice(axis, 1, extent - 1).mul(factor).sum())
                          .apply(input.x());
                  // What follows takes memory that the next run finds again.
                  return new Pair(gradient, exp(gradient.add(1)).add(factor.sum()));
                })) {
      int[] inside = shape.dims();
      inside[axis] = extent - 2;
      Tensor y = numbers(type, Shape.of(inside));
      Pair input = new Pair(numbers(type, shape), y);
      double[] factor = Scope.within(() -> exp(y).toDoubles());
      int inner = inner(shape, axis);
      double[] expected = new double[(int) shape.size()];
      for (int block = 0; block < expected.length / inner / extent; block++) {
        int width = inner * (extent - 2);
        System.arraycopy(factor, block * width, expected, block * inner * extent + inner, width);
      }
      for (int run = 0; run < 3; run++) {
        Check.near(
            type,
            expected,
            i -> 1e-5 * Math.abs(expected[i]),
            program.run(input).x().toDoubles(),
            i -> "gradient of a slice of " + shape + " along axis " + axis);
      }
    }
  }
}
