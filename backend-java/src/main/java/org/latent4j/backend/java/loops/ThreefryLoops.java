package org.latent4j.backend.java.loops;

import java.util.Arrays;
import org.latent4j.random.Threefry;

/**
 * The random words of {@link Threefry}, many at a time: the same bits, in loops that Java 17
 * vectorises. An instance holds working memory and serves one thread.
 *
 * <p>The twenty rounds are five loops over the arrays, four rounds each; longer ones are slower.
 * The two words of a block come out in two arrays, and have to be put side by side. That is
 * vectorised if it is done with two ints as one long. So the even places of the arrays work on the
 * first half of the blocks and the odd ones on the second: the lower halves of the longs together
 * then are the words of the first half of the blocks, in order.
 */
public final class ThreefryLoops {
  /** The constant of the third key word. */
  private static final int PARITY = 0x1bd11bda;

  private static final long LOWER = 0xffffffffL;

  /** The places: 0, 1, 2, .... */
  private final int[] places;

  /** Half the place, rounded down: 0, 0, 1, 1, .... */
  private final int[] halves;

  /** All bits in the odd places. */
  private final int[] odd;

  private final int[] x0;
  private final int[] x1;
  private final int[] firstHalf;
  private final int[] secondHalf;
  private final int[] words;

  /** Allocates the working memory: 33 kB. */
  public ThreefryLoops() {
    this(new AlignedArrays());
  }

  /**
   * Has eight arrays made.
   *
   * @param arrays makes them
   */
  public ThreefryLoops(AlignedArrays arrays) {
    places = arrays.ints(Chunk.SIZE);
    halves = arrays.ints(Chunk.SIZE);
    odd = arrays.ints(Chunk.SIZE);
    x0 = arrays.ints(Chunk.SIZE);
    x1 = arrays.ints(Chunk.SIZE);
    firstHalf = arrays.ints(Chunk.SIZE);
    secondHalf = arrays.ints(Chunk.SIZE);
    words = arrays.ints(Chunk.SIZE);
    for (int i = 0; i < odd.length; i++) {
      places[i] = i;
      halves[i] = i >> 1;
      odd[i] = -(i & 1);
    }
  }

  /**
   * Computes consecutive words of a FLOAT32 draw.
   *
   * @param key the key
   * @param first the index of the first word; may be odd
   * @param out receives the words {@code first .. first + n - 1} at 0
   * @param n how many, at most {@link Chunk#SIZE}
   */
  public void words(long key, long first, int[] out, int n) {
    int skipped = (int) (first & 1);
    int half = (skipped + n + 3) >> 2;
    blocks(key, first >>> 1, halves, half, 2 * half);
    interleave(x0, x1, firstHalf, secondHalf, AlignedArrays.floatsToEndOfLine(2 * half) / 2);
    int fromFirst = Math.min(n, 2 * half - skipped);
    System.arraycopy(firstHalf, skipped, out, 0, fromFirst);
    System.arraycopy(secondHalf, 0, out, fromFirst, n - fromFirst);
  }

  /**
   * Computes consecutive elements of a FLOAT32 draw of uniforms in [0, 1).
   *
   * @param key the key
   * @param first the index of the first element
   * @param out receives the elements at 0; what follows them may be overwritten up to the end of
   *     the line
   * @param n how many, at most {@link Chunk#SIZE}
   * @param scratch working memory
   */
  public void float32(long key, long first, float[] out, int n, FloatScratch scratch) {
    words(key, first, words, n);
    int toEndOfLine = Math.min(AlignedArrays.floatsToEndOfLine(n), out.length);
    FloatUniform.fromWords(words, out, toEndOfLine, scratch);
  }

  /**
   * Computes consecutive elements of a FLOAT64 draw of uniforms in [0, 1).
   *
   * @param key the key
   * @param first the index of the first element
   * @param out receives the elements at 0
   * @param n how many, at most {@link Chunk#SIZE}
   */
  public void float64(long key, long first, double[] out, int n) {
    blocks(key, first, places, 0, n);
    for (int i = 0; i < n; i++) {
      out[i] = (Threefry.pack(x0[i], x1[i]) >>> 11) * 0x1p-53;
    }
  }

  /**
   * Computes the blocks that are wanted, and others up to the end of a line: the one of the counter
   * {@code first + offsets[i]}, and in odd places {@code half} more, comes to place i of x0 and x1.
   */
  private void blocks(long key, long first, int[] offsets, int half, int wanted) {
    int n = AlignedArrays.floatsToEndOfLine(wanted);
    int k0 = Threefry.highWord(key);
    int k1 = Threefry.lowWord(key);
    int k2 = PARITY ^ k0 ^ k1;
    int high = Threefry.highWord(first) + k0;
    int low = Threefry.lowWord(first);
    Arrays.fill(x0, 0, n, high);
    long beforeWrap = (1L << 32) - Integer.toUnsignedLong(low);
    if (beforeWrap < n) {
      // The counter's low word passes 2^32 on the way; the high word is one more from there on.
      for (int i = 0; i < n; i++) {
        x0[i] += offsets[i] + (odd[i] & half) < beforeWrap ? 0 : 1;
      }
    }
    counters(offsets, odd, half, low + k1, x1, n);
    evenRounds(x0, x1, k1, k2 + 1, n);
    oddRounds(x0, x1, k2, k0 + 2, n);
    evenRounds(x0, x1, k0, k1 + 3, n);
    oddRounds(x0, x1, k1, k2 + 4, n);
    evenRounds(x0, x1, k2, k0 + 5, n);
  }

  private static void counters(int[] offsets, int[] odd, int half, int base, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = (offsets[i] + base) + (odd[i] & half);
    }
  }

  private static void evenRounds(int[] x0, int[] x1, int key0, int key1, int n) {
    for (int i = 0; i < n; i++) {
      int a = x0[i];
      int b = x1[i];
      a += b;
      b = Integer.rotateLeft(b, 13) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 15) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 26) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 6) ^ a;
      x0[i] = a + key0;
      x1[i] = b + key1;
    }
  }

  private static void oddRounds(int[] x0, int[] x1, int key0, int key1, int n) {
    for (int i = 0; i < n; i++) {
      int a = x0[i];
      int b = x1[i];
      a += b;
      b = Integer.rotateLeft(b, 17) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 29) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 16) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 24) ^ a;
      x0[i] = a + key0;
      x1[i] = b + key1;
    }
  }

  /** The words of blocks 0 .. half - 1 in order, and those of blocks half .. 2 half - 1. */
  private static void interleave(int[] x0, int[] x1, int[] first, int[] second, int half) {
    for (int i = 0; i < half; i++) {
      long a = ArrayBits.getPair(x0, i);
      long b = ArrayBits.getPair(x1, i);
      ArrayBits.setPair(first, i, (a & LOWER) | (b << 32));
      ArrayBits.setPair(second, i, (a >>> 32) | (b & ~LOWER));
    }
  }
}
