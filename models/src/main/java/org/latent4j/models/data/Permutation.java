package org.latent4j.models.data;

import org.latent4j.random.Threefry;

/**
 * Random orders that a key determines, the same on every machine.
 *
 * <p>Fisher and Yates' shuffle, as in Knuth, The Art of Computer Programming, volume 2, algorithm
 * 3.4.2P. The uniform number in {@code [0, bound)} that each step needs is the remainder of a
 * 63-bit draw, with draws from the last, incomplete run of {@code bound} numbers rejected; so every
 * order is equally likely if the bits are uniform.
 */
public final class Permutation {

  private final long key;
  private long counter;

  private Permutation(long key) {
    this.key = key;
  }

  /**
   * A random order of {@code 0 .. n - 1}.
   *
   * @param n how many, at least 0
   * @param key the 64 bits of a Threefry key; draws are {@code Threefry.block(key, 0), (key, 1)
   *     ...}
   * @return a new array that holds each number once
   * @throws IllegalArgumentException if n is negative
   */
  public static int[] random(int n, long key) {
    if (n < 0) {
      throw new IllegalArgumentException("permutation: the length " + n + " is negative");
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    Permutation draws = new Permutation(key);
    for (int last = n - 1; last > 0; last--) {
      int chosen = draws.below(last + 1);
      int swapped = order[last];
      order[last] = order[chosen];
      order[chosen] = swapped;
    }
    return order;
  }

  private int below(int bound) {
    while (true) {
      long draw = Threefry.block(key, counter++) >>> 1;
      long remainder = draw % bound;
      // The sum overflows exactly when draw lies in the incomplete run below 2^63.
      if (draw - remainder + (bound - 1) >= 0) {
        return (int) remainder;
      }
    }
  }
}
