package org.latent4j.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermutationTest {

  /** From an implementation of Threefry-2x32-20 and the shuffle in Python. */
  @Test
  void ordersAreThoseOfTheKey() {
    assertArrayEquals(new int[] {7, 9, 5, 3, 6, 2, 0, 1, 8, 4}, Permutation.random(10, 7));
    assertArrayEquals(
        new int[] {7, 2, 0, 4, 5, 9, 8, 3, 1, 6}, Permutation.random(10, 0xfedcba9876543210L));
  }

  @Test
  void everyNumberOccursOnce() {
    for (int n : new int[] {0, 1, 2, 3, 1000}) {
      int[] order = Permutation.random(n, 42);
      Arrays.sort(order);
      assertArrayEquals(IntStream.range(0, n).toArray(), order);
    }
    assertThrows(IllegalArgumentException.class, () -> Permutation.random(-1, 42));
  }

  /**
   * Chi-squared with 23 degrees of freedom over the 24 orders of 4 things, keys 0 to 23,999: above
   * 75 with probability below 1e-6.
   */
  @Test
  void allOrdersAreEquallyFrequent() {
    Map<String, Integer> counts = new HashMap<>();
    int keys = 24_000;
    for (long key = 0; key < keys; key++) {
      counts.merge(Arrays.toString(Permutation.random(4, key)), 1, Integer::sum);
    }
    assertEquals(24, counts.size());
    double expected = keys / 24.0;
    double statistic =
        counts.values().stream().mapToDouble(c -> (c - expected) * (c - expected) / expected).sum();
    assertTrue(statistic < 75, "chi-squared " + statistic);
  }
}
