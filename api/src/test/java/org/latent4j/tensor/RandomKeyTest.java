package org.latent4j.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latent4j.op.DataType;
import org.latent4j.op.KnownAnswers;
import org.latent4j.random.Threefry;
import org.latent4j.testing.NaiveBackend;

/** Which key is whose child. */
class RandomKeyTest {
  private static final int MIN = Integer.MIN_VALUE;
  private static final int MAX = Integer.MAX_VALUE;

  /**
   * The published known answers. With T(key, counter) being Threefry-2x32 with 20 rounds on the
   * words (high, low) of both, {@code RandomKey.of(seed)} has the bits {@code seed}, and
   *
   * <pre>fold(n) = T(key, 2^63 + (n mod 2^32)),   split(n)[i] = fold(i).</pre>
   *
   * Made with {@code threefry(key, n % 2**32 | 1 << 63)} of {@code src/test/python/
   * known_answers.py} and Python 3.11.7.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0660c005c88b10f0",
    "0, 1, 94adcefb1e93cadb",
    "0, -1, 3edbd60a3dbc6efb",
    "0, -2147483648, 1da20ba2dbdbb354",
    "7, 0, 213b43b2a6670f08",
    "7, 2147483647, 06eb1b999ea29fae",
    "-7, 3, 92c3a464916aa6ae",
    "81985529216486895, 42, 353391eb8b2de462",
    "7, 0 0, b2b36aeabcf5f0d8",
    "7, 3 -2, 29abbc5060a3bd9a",
    "7, 1 2 3, 496e83a725424321",
  })
  void childrenHaveTheirPublishedBits(long seed, String path, String bits) {
    RandomKey key = RandomKey.of(seed);
    for (String n : path.split(" ", -1)) {
      key = key.fold(Integer.parseInt(n));
    }
    assertEquals("RandomKey[" + bits + "]", key.toString());
    assertEquals(Long.parseUnsignedLong(bits, 16), key.bits());
  }

  @Test
  void theTableOfTheGeneratorHoldsForKeys() {
    for (String[] row : KnownAnswers.rows(Threefry.class, "layout.csv", "child")) {
      RandomKey parent = RandomKey.of(Long.parseUnsignedLong(row[1], 16));
      RandomKey child = parent.fold(Integer.parseUnsignedInt(row[2]));
      assertEquals(Long.parseUnsignedLong(row[3], 16), child.bits());
    }
  }

  @Test
  void aSeedIsItsOwnKey() {
    assertEquals(-3, RandomKey.of(-3).bits());
    assertEquals(RandomKey.of(5), RandomKey.of(5));
    assertEquals(RandomKey.of(5).hashCode(), RandomKey.of(5).hashCode());
    assertNotEquals(RandomKey.of(5), RandomKey.of(6));
    assertNotEquals(RandomKey.of(5), RandomKey.of(5).fold(0));
  }

  @Test
  void splittingGivesTheFirstChildren() {
    RandomKey key = RandomKey.of(3);
    List<RandomKey> children = key.split(3);
    assertEquals(List.of(key.fold(0), key.fold(1), key.fold(2)), children);
    assertEquals(List.of(), key.split(0));
  }

  /** Threefry is a bijection of counters, so that children of one key can't coincide at all. */
  @Test
  void childrenDiffer() {
    RandomKey key = RandomKey.of(1);
    Set<Long> bits = new HashSet<>();
    for (int n = -5000; n < 5000; n++) {
      bits.add(key.fold(n).bits());
    }
    assertEquals(10_000, bits.size());
    assertNotEquals(key.fold(-1), key.fold(1));
    assertNotEquals(key.fold(MIN), key.fold(MAX));
  }

  @Test
  void aCounterOnTheDeviceGivesTheSameChild() {
    try (NaiveBackend backend = new NaiveBackend()) {
      RandomKey key = RandomKey.of(99);
      for (int n : new int[] {0, 1, -1, MIN, MAX, 123_456_789}) {
        assertEquals(key.fold(n), key.fold(Tensor.full(backend, DataType.INT32, n)));
      }
      Tensor counters = Tensor.of(backend, new int[] {4, -5}, 2);
      Tensor second = counters.slice(0, 1, 2).reshape();
      assertEquals(key.fold(-5), key.fold(second));
    }
  }
}
