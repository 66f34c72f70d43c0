package org.latent4j.tck;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.latent4j.op.DataType;

/** Numbers to compute with: those at which functions go wrong, and a fixed choice of others. */
final class Samples {
  /** A prime, so that the numbers wander through the rows of every shape. */
  private static final int COUNT = 2039;

  private static final double[] MAGNITUDES = {
    0,
    Double.MIN_VALUE,
    1e-310,
    Double.MIN_NORMAL,
    Float.MIN_VALUE,
    1e-40,
    Float.MIN_NORMAL,
    1e-30,
    1e-10,
    5e-8,
    1e-4,
    0.1,
    0.25,
    0.4375,
    0.5,
    0.75,
    1 - 0x1p-24,
    1,
    1 + 0x1p-23,
    1.4616321449683622,
    1.5,
    Math.PI / 2,
    2,
    2.5,
    Math.E,
    3,
    Math.PI,
    4,
    7.5,
    9.9,
    10,
    16.6,
    17,
    20,
    25,
    37,
    80,
    87.3,
    88.7,
    88.8,
    100,
    103.9,
    104,
    200,
    709.7,
    709.8,
    745,
    746,
    1000,
    1e4,
    123456.7,
    0x1p22 + 0.5,
    0x1p24 + 2,
    1e10,
    1e20,
    1e30,
    Float.MAX_VALUE,
    1e100,
    1e300,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY
  };

  private Samples() {}

  /** The numbers at which functions go wrong, of both signs, and NaN. */
  static double[] special(DataType type) {
    DoubleStream both =
        DoubleStream.of(MAGNITUDES).flatMap(magnitude -> DoubleStream.of(magnitude, -magnitude));
    return DoubleStream.concat(both, DoubleStream.of(Double.NaN))
        .map(value -> Elements.rounded(type, value))
        .toArray();
  }

  /** The special numbers, then numbers of all sizes, more of them near 0. */
  static double[] numbers(DataType type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] numbers = new double[COUNT];
    double[] special = special(type);
    int exponent = type == DataType.FLOAT32 ? 126 : 1020;
    for (int i = 0; i < COUNT; i++) {
      double value =
          switch (i % 4) {
            case 0 -> random.nextDouble(-3, 3);
            case 1 -> random.nextDouble(-110, 110);
            case 2 -> random.nextDouble(-12, 12);
            default -> (random.nextDouble() - 0.5) * Math.scalb(1.0, exponentIn(random, exponent));
          };
      numbers[i] = Elements.rounded(type, i < special.length ? special[i] : value);
    }
    return numbers;
  }

  private static int exponentIn(SplittableRandom random, int limit) {
    return random.nextInt(-limit, limit);
  }

  /** Numbers between -1 and 1, of the size that sums and products are made of. */
  static double[] moderate(DataType type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return DoubleStream.generate(() -> Elements.rounded(type, random.nextDouble(-1, 1)))
        .limit(COUNT)
        .toArray();
  }

  /** Zeros and ones, as a binary state holds them. */
  static double[] bits(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return DoubleStream.generate(() -> random.nextInt(2)).limit(COUNT).toArray();
  }

  /** All pairs of special numbers, as two columns, then pairs of numbers of like size. */
  static double[][] pairs(DataType type, long seed) {
    double[] special = special(type);
    double[] numbers = numbers(type, seed);
    int count = special.length * special.length + 2 * numbers.length;
    double[][] pairs = new double[2][count];
    SplittableRandom random = new SplittableRandom(seed + 1);
    for (int i = 0; i < count; i++) {
      int rest = i - special.length * special.length;
      double left = rest < 0 ? special[i / special.length] : numbers[rest % numbers.length];
      double right = rest < 0 ? special[i % special.length] : left * random.nextDouble(-2, 2);
      if (rest >= numbers.length) {
        right = random.nextDouble(-8, 8);
      }
      pairs[0][i] = left;
      pairs[1][i] = Elements.rounded(type, right);
    }
    return pairs;
  }
}
