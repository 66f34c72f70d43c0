package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.latent4j.op.DataType;
import org.latent4j.testing.NaiveBackend;

/** INT32 arithmetic is exact, and saturates where it leaves the range. */
class IntegerArithmeticTest {
  private static final NaiveBackend BACKEND = new NaiveBackend();
  private static final int MAX = Integer.MAX_VALUE;
  private static final int MIN = Integer.MIN_VALUE;

  @AfterAll
  static void close() {
    BACKEND.close();
  }

  private static Tensor ints(int... values) {
    return Tensor.of(BACKEND, values, values.length);
  }

  @Test
  void resultsAreExactFarBeyondWhatAFloatHolds() {
    Tensor x = ints(MAX - 1, MIN + 1, 16777217, -3);
    assertArrayEquals(new int[] {MAX, MIN + 2, 16777218, -2}, x.add(1).toInts());
    assertArrayEquals(new int[] {MAX, MIN, 16777216, -1}, x.sub(ints(-1, 1, 1, -2)).toInts());
    assertArrayEquals(
        new int[] {46340 * 46340, -46340 * 46340}, ints(46340, -46340).mul(46340).toInts());
    assertArrayEquals(new int[] {3, -13}, Functions.sub(5, ints(2, 18)).toInts());
    assertEquals(DataType.INT32, x.add(1).type());
  }

  @Test
  void overflowSaturates() {
    assertArrayEquals(new int[] {MAX, MIN}, ints(MAX, MIN).add(ints(1, -1)).toInts());
    assertArrayEquals(new int[] {MAX, MIN, MAX}, ints(MAX, MIN, MIN).mul(ints(2, 2, MIN)).toInts());
    assertArrayEquals(new int[] {MAX, MAX}, Functions.neg(ints(MIN, MIN + 1)).toInts());
    assertArrayEquals(new int[] {MAX}, Functions.abs(ints(MIN)).toInts());
  }

  @Test
  void signsComparisonsAndChoicesAreIntegers() {
    Tensor x = ints(-5, 0, 5);
    assertArrayEquals(new int[] {-1, 0, 1}, Functions.sign(x).toInts());
    assertArrayEquals(new int[] {5, 0, 5}, Functions.abs(x).toInts());
    assertArrayEquals(new int[] {25, 0, 25}, Functions.square(x).toInts());
    assertArrayEquals(new int[] {0, 0, 5}, Functions.relu(x).toInts());
    assertArrayEquals(new int[] {-5, -1, -1}, Functions.min(x, -1).toInts());
    assertArrayEquals(new int[] {1, 0, 0}, Functions.lt(x, 0).toInts());
    assertArrayEquals(new int[] {1, 1, 0}, Functions.le(x, ints(0, 0, 0)).toInts());
    assertArrayEquals(new int[] {0, 1, 0}, Functions.eq(x, 0).toInts());
    assertArrayEquals(
        new int[] {0, 9, 0}, Functions.where(Functions.eq(x, 0), ints(9), ints(0)).toInts());
    // 2^31 - 1 and 2^31 - 2 are the same FLOAT32, but not the same integer
    assertArrayEquals(new int[] {0}, Functions.eq(ints(MAX), ints(MAX - 1)).toInts());
  }

  @Test
  void positionsAndRowsAreIntegers() {
    assertArrayEquals(
        new int[] {0, 0, 1, 1}, Functions.indexLike(ints(9, 9, 9, 9).reshape(2, 2), 0).toInts());
    assertArrayEquals(new int[] {3, 1}, ints(1, 2, 3).gather(ints(2, 0)).toInts());
    assertArrayEquals(new int[] {1, 2, 3}, Functions.concat(0, ints(1), ints(2, 3)).toInts());
  }
}
