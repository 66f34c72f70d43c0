package org.latent4j.backend.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The division of indices by a multiplication and a shift. */
class ParametersTest {
  private static final long MOST = Integer.MAX_VALUE;

  @Test
  void theQuotientIsExactForEveryIndexBelowTwoToThe31() {
    SplittableRandom random = new SplittableRandom(3);
    LongStream edges =
        LongStream.of(1, 2, 3, 5, 7, 10, 784, 1 << 16, (1 << 30) - 1, 1 << 30, MOST - 1, MOST);
    LongStream others = random.longs(2000, 1, MOST).map(d -> Math.max(1, d >> random.nextInt(31)));
    LongStream.concat(edges, others).forEach(divisor -> requireExact(divisor, random));
  }

  private static void requireExact(long divisor, SplittableRandom random) {
    Parameters parameters = new Parameters(false);
    parameters.divisor("d", divisor);
    List<Argument> arguments = parameters.arguments();
    assertEquals(new Argument.Int32((int) divisor), arguments.get(0));
    long multiplier =
        Integer.toUnsignedLong(assertInstanceOf(Argument.Int32.class, arguments.get(1)).value());
    int shift = assertInstanceOf(Argument.Int32.class, arguments.get(2)).value();
    long largest = MOST / divisor * divisor;
    LongStream near = LongStream.of(0, divisor - 1, divisor, largest - 1, largest, MOST);
    LongStream.concat(near, random.longs(200, 0, MOST + 1))
        .forEach(
            n -> assertEquals(n / divisor, (n * multiplier) >>> shift, () -> n + " / " + divisor));
  }

  @Test
  void wideIndicesAreDividedAsTheyAre() {
    Parameters parameters = new Parameters(true);
    parameters.divisor("d", 1L << 40);
    assertEquals(List.of(new Argument.Int64(1L << 40)), parameters.arguments());
  }
}
