package org.latent4j.tck;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.latent4j.op.DataType;
import org.latent4j.tensor.Tensor;

/** What the example programs have in common: numbers to start from, and the comparison. */
final class Example {
  private Example() {}

  /** Numbers from -scale to scale that every floating type holds exactly. */
  static PlainMatrix numbers(long seed, int rows, int columns, double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    return PlainMatrix.filled(rows, columns, i -> (float) random.nextDouble(-scale, scale));
  }

  /** Zeros and ones, as many of both. */
  static PlainMatrix bits(long seed, int rows, int columns) {
    SplittableRandom random = new SplittableRandom(seed);
    return PlainMatrix.filled(rows, columns, i -> random.nextInt(2));
  }

  /** How far a result may be off, relative to the largest element. */
  static double tolerance(DataType type) {
    return type == DataType.FLOAT32 ? 1e-5 : 1e-12;
  }

  static void requireNear(PlainMatrix expected, Tensor actual, String what) {
    requireNear(expected, actual, tolerance(actual.type()), what);
  }

  static void requireNear(PlainMatrix expected, Tensor actual, double tolerance, String what) {
    double largest = DoubleStream.of(expected.values()).map(Math::abs).max().orElse(0);
    Check.near(
        actual.type(),
        expected.values(),
        i -> tolerance * Math.max(largest, 1e-3),
        actual.toDoubles(),
        i -> what + ", " + actual.type());
  }

  /** The draws of an eager and a compiled run are the same, so their results differ by rounding. */
  static void requireNear(Tensor eager, Tensor compiled, String what) {
    PlainMatrix expected = new PlainMatrix(1, (int) eager.shape().size(), eager.toDoubles());
    requireNear(expected, compiled, what + ", compiled against eager");
  }
}
