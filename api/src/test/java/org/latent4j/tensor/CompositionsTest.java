package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.op.SpecialFunctions;
import org.latent4j.program.Gradients;
import org.latent4j.testing.NaiveBackend;

/** Functions that are composed of several operations, against their definitions in plain Java. */
class CompositionsTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final int MAX = Integer.MAX_VALUE;
  private static final int MIN = Integer.MIN_VALUE;

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor doubles(double... values) {
    return Tensor.of(BACKEND, values, values.length);
  }

  private static Tensor floats(float... values) {
    return Tensor.of(BACKEND, values, values.length);
  }

  private static Tensor ints(int... values) {
    return Tensor.of(BACKEND, values, values.length);
  }

  private static double[] slopes(UnaryOperator<Tensor> function, double... at) {
    return Gradients.of((Tensor x) -> function.apply(x).sum()).apply(doubles(at)).toDoubles();
  }

  // ---- choices and comparisons ----

  @Test
  void aConditionMayHaveAnyType() {
    Tensor then = floats(1, 2, 3, 4);
    float[] chosen = {1, -9, 3, 4};
    List<Tensor> conditions =
        List.of(
            Tensor.of(BACKEND, new byte[] {1, 0, (byte) 255, 2}, 4),
            ints(-1, 0, MIN, 7),
            floats(0.5f, -0f, Float.MIN_VALUE, Float.NaN),
            doubles(INFINITY, 0, 1e-300, NAN));
    for (Tensor condition : conditions) {
      String name = condition.type().toString();
      assertArrayEquals(chosen, Functions.where(condition, then, -9).toFloats(), name);
      assertArrayEquals(chosen, Functions.where(condition, then, floats(-9)).toFloats(), name);
      float[] others = {-9, 2, -9, -9};
      assertArrayEquals(others, Functions.where(condition, -9, then).toFloats(), name);
      assertArrayEquals(
          new int[] {MAX, 0, MAX - 1, 5},
          Functions.where(condition, ints(MAX, 3, MAX - 1, 5), 0).toInts());
    }
  }

  @Test
  void whatIsNotChosenHasNoInfluence() {
    Tensor x = doubles(0, 4);
    Tensor positive = Functions.gt(x, 0);
    assertArrayEquals(
        new double[] {-1, Math.log(4)},
        Functions.where(positive, Functions.log(x), -1).toDoubles());
    assertArrayEquals(
        new double[] {0, 0.25},
        slopes(at -> Functions.where(positive, Functions.log(at), -1), 0, 4));
    assertArrayEquals(new double[] {1, 0}, slopes(at -> Functions.where(ints(0, 1), 3, at), 5, 6));
  }

  @Test
  void choicesBroadcast() {
    Tensor mask = ints(1, 0).reshape(2, 1);
    Tensor chosen = Functions.where(mask, floats(1, 2, 3), -INFINITY);
    assertEquals(Shape.of(2, 3), chosen.shape());
    assertArrayEquals(new double[] {1, 2, 3, -INFINITY, -INFINITY, -INFINITY}, chosen.toDoubles());
    assertEquals(Shape.of(2, 0), Functions.where(mask, floats(), 1).shape());
  }

  @Test
  void comparisonsAreThoseOfJava() {
    double[] numbers = {-INFINITY, -1, -0.0, 0, 1, 2, INFINITY, NAN};
    for (double y : numbers) {
      double[] greater = Arrays.stream(numbers).map(x -> x > y ? 1 : 0).toArray();
      double[] notLess = Arrays.stream(numbers).map(x -> x >= y ? 1 : 0).toArray();
      double[] different = Arrays.stream(numbers).map(x -> x != y ? 1 : 0).toArray();
      for (Tensor x : List.of(doubles(numbers), doubles(numbers).cast(DataType.FLOAT32))) {
        Tensor other = Tensor.full(BACKEND, x.type(), y);
        assertArrayEquals(greater, Functions.gt(x, y).toDoubles());
        assertArrayEquals(greater, Functions.gt(x, other).toDoubles());
        assertArrayEquals(notLess, Functions.ge(x, y).toDoubles());
        assertArrayEquals(notLess, Functions.ge(x, other).toDoubles());
        assertArrayEquals(different, Functions.ne(x, y).toDoubles());
        assertArrayEquals(different, Functions.ne(x, other).toDoubles());
      }
    }
    assertArrayEquals(new int[] {1, 0}, Functions.gt(ints(MAX, 3), ints(MAX - 1, 3)).toInts());
    assertArrayEquals(new int[] {1, 1}, Functions.ge(ints(MAX, 3), 3).toInts());
    assertArrayEquals(new int[] {1, 0}, Functions.ne(ints(MAX, 3), 3).toInts());
    assertEquals(Shape.of(2, 3), Functions.gt(doubles(1, 2).expand(1), doubles(1, 2, 3)).shape());
  }

  @Test
  void aClampedNumberLiesBetweenItsBounds() {
    assertArrayEquals(
        new double[] {-1, -1, 0.5, 2, 2, NAN},
        Functions.clamp(doubles(-INFINITY, -1, 0.5, 2, 7, NAN), -1, 2).toDoubles());
    assertArrayEquals(
        new double[] {0, 3}, Functions.clamp(doubles(-2, 3), 0, INFINITY).toDoubles());
    assertArrayEquals(new int[] {0, 2, 3}, Functions.clamp(ints(MIN, 2, MAX), 0, 3).toInts());
    assertArrayEquals(
        new double[] {0, 1, 1, 1, 0}, slopes(x -> Functions.clamp(x, -1, 2), -1.5, -1, 0, 2, 3));
  }

  // ---- of floating types ----

  @Test
  void logAddExpIsExactWhereExponentialsAreNot() {
    double[][] pairs = {
      {0, 0, Math.log(2)},
      {1000, 1000, 1000 + Math.log(2)},
      {-1000, -1001, -1000 + Math.log1p(Math.exp(-1))},
      {1, -1e300, 1},
      {-1e300, 1, 1},
      {-INFINITY, -INFINITY, -INFINITY},
      {INFINITY, INFINITY, INFINITY},
      {INFINITY, -INFINITY, INFINITY},
      {-INFINITY, 3, 3},
      {3, INFINITY, INFINITY},
      {NAN, 1, NAN},
      {INFINITY, NAN, NAN},
      {0.3, -0.4, Math.log(Math.exp(0.3) + Math.exp(-0.4))}
    };
    for (double[] pair : pairs) {
      Tensor sum = Functions.logAddExp(doubles(pair[0]), doubles(pair[1]));
      String place = pair[0] + ", " + pair[1];
      double bound = Double.isFinite(pair[2]) ? 2e-16 * Math.max(1, Math.abs(pair[2])) : 0x1p-99;
      assertEquals(pair[2], sum.item(), bound, place);
    }
    assertEquals(
        Shape.of(2, 3), Functions.logAddExp(doubles(1, 2).expand(1), doubles(1, 2, 3)).shape());
  }

  @Test
  void theDerivativesOfLogAddExpAreASoftmax() {
    double[] y = {0.5, 2, 1000, -INFINITY, 3, -1e300};
    double[] x = {1.5, 2, -1000, 3, -INFINITY, 4};
    Tensor left = doubles(x);
    Tensor right = doubles(y);
    List<Tensor> slopes =
        Gradients.of((List<Tensor> in) -> Functions.logAddExp(in.get(0), in.get(1)).sum())
            .apply(List.of(left, right));
    for (int i = 0; i < x.length; i++) {
      double share = 1 / (1 + Math.exp(y[i] - x[i]));
      assertEquals(share, slopes.get(0).toDoubles()[i], 1e-15);
      assertEquals(1 - share, slopes.get(1).toDoubles()[i], 1e-15);
    }
    double[] nothing =
        slopes(in -> Functions.logAddExp(in, doubles(-INFINITY)), -INFINITY, INFINITY);
    assertArrayEquals(new double[] {1, 1}, nothing);
  }

  private static double distributionFunction(double z) {
    return SpecialFunctions.erfc(-z / Math.sqrt(2)) / 2;
  }

  /** An error dz of z makes an error of about z dz of log p, so 1e-15 z^2 is 1e-15 of z. */
  @Test
  void theNormalQuantileInvertsTheDistributionFunction() {
    double[] p = {
      1e-300,
      1e-200,
      1e-100,
      1e-30,
      1e-11,
      1e-5,
      0.01,
      0.07,
      0.0751,
      0.2,
      0.4,
      0.5 - 1e-9,
      0.6,
      0.9,
      0.925,
      0.99
    };
    double[] z = Functions.normalQuantile(doubles(p)).toDoubles();
    double[] single = Functions.normalQuantile(doubles(p).cast(DataType.FLOAT32)).toDoubles();
    for (int i = 0; i < p.length; i++) {
      double bound = 2e-15 * Math.max(1, z[i] * z[i]);
      assertEquals(1, distributionFunction(z[i]) / p[i], bound, "p = " + p[i]);
      if (p[i] > 1e-37) {
        double rounded = Functions.normalQuantile(doubles((float) p[i])).item();
        assertEquals(rounded, single[i], 1e-6 * Math.max(1, Math.abs(rounded)), "p = " + p[i]);
      }
    }
  }

  @Test
  void theNormalQuantileHasAnEndAtZeroAndOne() {
    double[] p = {0, 1, 0.5, -0.1, 1.1, NAN, -INFINITY, INFINITY};
    double[] z = {-INFINITY, INFINITY, 0, NAN, NAN, NAN, NAN, NAN};
    assertArrayEquals(z, Functions.normalQuantile(doubles(p)).toDoubles());
    assertArrayEquals(z, Functions.normalQuantile(doubles(p).cast(DataType.FLOAT32)).toDoubles());
    assertEquals(Shape.of(0), Functions.normalQuantile(doubles()).shape());
  }

  @Test
  void theSlopeOfTheQuantileIsOneOverTheDensity() {
    double[] p = {1e-100, 1e-9, 0.03, 0.0749, 0.0751, 0.3, 0.5, 0.7, 0.97, 1 - 1e-9};
    double[] slopes = slopes(Functions::normalQuantile, p);
    for (int i = 0; i < p.length; i++) {
      double z = Functions.normalQuantile(doubles(p[i])).item();
      double expected = Math.sqrt(2 * Math.PI) * Math.exp(z * z / 2);
      assertEquals(1, slopes[i] / expected, 1e-11, "p = " + p[i]);
    }
    assertArrayEquals(new double[] {INFINITY, INFINITY}, slopes(Functions::normalQuantile, 0, 1));
  }

  // ---- of INT32 ----

  @Test
  void integersAreDividedAsInJava() {
    int[] numbers = {MIN, MIN + 1, -1_000_003, -7, -2, -1, 0, 1, 2, 3, 9, 46_341, MAX - 1, MAX};
    for (int divisor : numbers) {
      int[] quotients = new int[numbers.length];
      int[] remainders = new int[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        int x = numbers[i];
        if (divisor == 0) {
          quotients[i] = x > 0 ? MAX : x < 0 ? MIN : 0;
          remainders[i] = x;
        } else {
          boolean overflows = x == MIN && divisor == -1;
          quotients[i] = overflows ? MAX : Math.floorDiv(x, divisor);
          remainders[i] = Math.floorMod(x, divisor);
        }
      }
      Tensor x = ints(numbers);
      assertArrayEquals(quotients, Functions.floorDiv(x, divisor).toInts(), "by " + divisor);
      assertArrayEquals(quotients, Functions.floorDiv(x, ints(divisor)).toInts());
      assertArrayEquals(remainders, Functions.floorMod(x, divisor).toInts(), "by " + divisor);
      assertArrayEquals(remainders, Functions.floorMod(x, ints(divisor)).toInts());
    }
  }

  // ---- along an axis ----

  @Test
  void anAxisIsKeptWithExtentOne() {
    Tensor x = doubles(1, 2, 3, 4, 5, 9).reshape(2, 3);
    assertEquals(Shape.of(2, 1), Functions.keepAxis(Tensor::sum, x, -1).shape());
    assertArrayEquals(
        new double[] {-1, 0, 1, -2, -1, 3},
        x.sub(Functions.keepAxis(Tensor::mean, x, 1)).toDoubles());
    assertEquals(Shape.of(1, 3), Functions.keepAxis(Functions::logSumExp, x, 0).shape());
    assertArrayEquals(new int[] {2, 2}, Functions.keepAxis(Tensor::argmax, x, 1).toInts());
    assertEquals(
        Shape.of(1, 2), Functions.keepAxis(Tensor::sum, doubles().reshape(0, 2), 0).shape());
  }

  @Test
  void cumulativeSumsAddUpToEachElement() {
    for (int extent : new int[] {0, 1, 2, 3, 4, 5, 8, 13, 64, 100}) {
      double[] numbers = new double[2 * extent * 3];
      Arrays.setAll(numbers, i -> Math.sin(i));
      for (int axis = 0; axis < 3; axis++) {
        int[] dims = axis == 0 ? new int[] {extent, 2, 3} : new int[] {2, extent, 3};
        Shape shape = axis == 2 ? Shape.of(2, 3, extent) : Shape.of(dims);
        Tensor x = doubles(numbers).reshape(shape.dim(0), shape.dim(1), shape.dim(2));
        Tensor sums = Functions.cumsum(x, axis - 3);
        assertEquals(shape, sums.shape());
        for (int last = 0; last < extent; last++) {
          assertArrayEquals(
              x.slice(axis, 0, last + 1).sum(axis).toDoubles(),
              sums.slice(axis, last, last + 1).toDoubles(),
              1e-13);
        }
      }
    }
  }

  @Test
  void cumulativeSumsOfIntegersAreExact() {
    assertArrayEquals(
        new int[] {MAX, MAX, MAX, MAX - 1, 16_777_217},
        Functions.cumsum(ints(MAX, 0, MAX, -MAX - 1, 16_777_218 - MAX), 0).toInts());
  }

  @Test
  void aNotANumberReachesLaterSumsOnly() {
    assertArrayEquals(
        new double[] {1, 3, INFINITY, INFINITY, NAN, NAN},
        Functions.cumsum(doubles(1, 2, INFINITY, 4, -INFINITY, 5), 0).toDoubles());
    assertArrayEquals(
        new double[] {1, NAN, NAN}, Functions.cumsum(doubles(1, NAN, 3), 0).toDoubles());
  }

  /** 2^20 tenths one by one in FLOAT32 are off by 3,000 units in the last place. */
  @Test
  void longCumulativeSumsKeepTheirDigits() {
    int count = 1 << 20;
    Tensor tenths = Tensor.full(BACKEND, DataType.FLOAT32, 0.1).broadcastTo(Shape.of(count));
    float last = Functions.cumsum(tenths, 0).slice(0, count - 1, count).toFloats()[0];
    double exact = count * (double) 0.1f;
    assertTrue(Math.abs(last - exact) <= 21 * 0x1p-24 * exact, () -> last + " for " + exact);
  }

  @Test
  void integersReduceToIntegers() {
    Tensor x = ints(16_777_217, -5, 7, MIN, 2, 16_777_216).reshape(2, 3);
    assertArrayEquals(new int[] {16_777_219, MIN + 16_777_218}, x.sum(1).toInts());
    assertArrayEquals(new int[] {16_777_217, 2, 16_777_216}, x.max(0).toInts());
    assertArrayEquals(new int[] {MIN, -5, 7}, x.min(0).toInts());
    assertArrayEquals(new int[] {0, 2}, x.argmax(1).toInts());
    assertEquals(DataType.INT32, x.sum().type());
    assertArrayEquals(new int[] {MAX, MIN}, ints(MAX, 1, MIN, -1).reshape(2, 2).sum(1).toInts());
    assertEquals(2, ints(MAX, MAX, MIN, MIN, 4).sum().item());
    assertEquals(0, ints().sum().item());
  }
}
