package org.latent4j.backend.java.loops;

import java.util.Arrays;
import org.latent4j.random.Threefry;

/**
 * The random words of {@link Threefry}, many at a time: the same bits, in loops that Java 17
 * vectorises. An instance holds working memory and serves one thread.
 *
 * <p>The twenty rounds are five loops over the arrays, four rounds each. All rounds in one loop
 * body, or the key schedule computed inside, are beyond what the compiler vectorises.
 */
public final class ThreefryLoops {
  /** The constant of the third key word. */
  private static final int PARITY = 0x1bd11bda;

  /** Blocks computed at once: an odd first word needs one more than half the words. */
  private static final int BLOCKS = Chunk.SIZE;

  private final int[] offset = new int[BLOCKS];
  private final int[] x0 = new int[BLOCKS];
  private final int[] x1 = new int[BLOCKS];
  private final int[] words = new int[Chunk.SIZE + 2];

  /** Allocates the working memory: 16 kB. */
  public ThreefryLoops() {
    for (int i = 0; i < BLOCKS; i++) {
      offset[i] = i;
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
    int blocks = (skipped + n + 1) >> 1;
    blocks(key, first >>> 1, blocks);
    if (2 * blocks == n) {
      interleave(x0, x1, out, blocks);
    } else {
      interleave(x0, x1, words, blocks);
      System.arraycopy(words, skipped, out, 0, n);
    }
  }

  /**
   * Computes consecutive elements of a FLOAT32 draw of uniforms in [0, 1).
   *
   * @param key the key
   * @param first the index of the first element
   * @param out receives the elements at 0
   * @param n how many, at most {@link Chunk#SIZE}
   * @param scratch working memory
   */
  public void float32(long key, long first, float[] out, int n, FloatScratch scratch) {
    int[] high = scratch.firstBits;
    int[] low = scratch.secondBits;
    words(key, first, high, n);
    FloatUniform.split(high, low, n);
    scratch.toFloats(high, out, n);
    scratch.toFloats(low, scratch.first, n);
    FloatUniform.join(out, scratch.first, n);
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
    blocks(key, first, n);
    for (int i = 0; i < n; i++) {
      out[i] = (Threefry.pack(x0[i], x1[i]) >>> 11) * 0x1p-53;
    }
  }

  /** x0, x1 = the blocks of the counters first, first + 1, .... */
  private void blocks(long key, long first, int n) {
    int k0 = Threefry.highWord(key);
    int k1 = Threefry.lowWord(key);
    int k2 = PARITY ^ k0 ^ k1;
    // The counter's low word may pass 2^32 on the way; the high word is one more from there on.
    int high = Threefry.highWord(first) + k0;
    int low = Threefry.lowWord(first);
    int wrap = (int) Math.min(n, (1L << 32) - Integer.toUnsignedLong(low));
    Arrays.fill(x0, 0, wrap, high);
    Arrays.fill(x0, wrap, n, high + 1);
    addTo(offset, low + k1, x1, n);
    evenRounds(x0, x1, k1, k2 + 1, n);
    oddRounds(x0, x1, k2, k0 + 2, n);
    evenRounds(x0, x1, k0, k1 + 3, n);
    oddRounds(x0, x1, k1, k2 + 4, n);
    evenRounds(x0, x1, k2, k0 + 5, n);
  }

  private static void addTo(int[] offset, int base, int[] out, int n) {
    for (int i = 0; i < n; i++) {
      out[i] = offset[i] + base;
    }
  }

  private static void evenRounds(int[] x0, int[] x1, int key0, int key1, int n) {
    for (int i = 0; i < n; i++) {
      int a = x0[i];
      int b = x1[i];
      a += b;
      b = (b << 13 | b >>> 19) ^ a;
      a += b;
      b = (b << 15 | b >>> 17) ^ a;
      a += b;
      b = (b << 26 | b >>> 6) ^ a;
      a += b;
      b = (b << 6 | b >>> 26) ^ a;
      x0[i] = a + key0;
      x1[i] = b + key1;
    }
  }

  private static void oddRounds(int[] x0, int[] x1, int key0, int key1, int n) {
    for (int i = 0; i < n; i++) {
      int a = x0[i];
      int b = x1[i];
      a += b;
      b = (b << 17 | b >>> 15) ^ a;
      a += b;
      b = (b << 29 | b >>> 3) ^ a;
      a += b;
      b = (b << 16 | b >>> 16) ^ a;
      a += b;
      b = (b << 24 | b >>> 8) ^ a;
      x0[i] = a + key0;
      x1[i] = b + key1;
    }
  }

  private static void interleave(int[] even, int[] odd, int[] out, int pairs) {
    for (int i = 0; i < pairs; i++) {
      out[2 * i] = even[i];
      out[2 * i + 1] = odd[i];
    }
  }
}
