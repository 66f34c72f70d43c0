package org.latent4j.random;

/**
 * The counter-based generator Threefry-2x32 with 20 rounds: a keyed bijection of 64-bit counters
 * whose outputs pass for independent random bits. (Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011.)
 *
 * <p>Every random number of the library is defined by this class, whatever computes it. A key is 64
 * bits. Counters with top bit 0 give draws, counters with top bit 1 give child keys, so that a
 * key's draws and its children never meet:
 *
 * <ul>
 *   <li>element i of a FLOAT32 draw uses word i mod 2 of block(key, i / 2), word 0 being the high
 *       one ({@link #word});
 *   <li>element i of a FLOAT64 draw uses both words of block(key, i);
 *   <li>child n of a key is block(key, 2<sup>63</sup> + n) ({@link #child}).
 * </ul>
 *
 * <p>The methods here compute one block at a time and define the bits; backends produce the same
 * bits in loops over arrays.
 */
public final class Threefry {
  /** The counter bit that tells children (1) from draws (0). */
  public static final long CHILD_BIT = 1L << 63;

  /** The constant from which the third key word is made. */
  private static final int PARITY = 0x1bd11bda;

  private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};

  /** Groups of four rounds; a key is mixed in after each. */
  private static final int GROUPS = 5;

  private static final long WORD_MASK = 0xffffffffL;

  private Threefry() {}

  /**
   * Encrypts one counter.
   *
   * @param key two key words, word 0 in the high 32 bits, word 1 in the low 32 bits
   * @param counter two counter words, packed alike
   * @return two random words, packed alike
   */
  public static long block(long key, long counter) {
    // The three key words take turns.
    int thisWord = highWord(key);
    int nextWord = lowWord(key);
    int lastWord = PARITY ^ thisWord ^ nextWord;
    int x0 = highWord(counter) + thisWord;
    int x1 = lowWord(counter) + nextWord;
    for (int group = 0; group < GROUPS; group++) {
      for (int rotation : ROTATIONS[group % 2]) {
        x0 += x1;
        x1 = Integer.rotateLeft(x1, rotation) ^ x0;
      }
      x0 += nextWord;
      x1 += lastWord + group + 1;
      int first = thisWord;
      thisWord = nextWord;
      nextWord = lastWord;
      lastWord = first;
    }
    return pack(x0, x1);
  }

  /**
   * Returns the random word of one element of a FLOAT32 draw.
   *
   * @param key the key of the draw
   * @param index the index of the element, at least 0
   * @return word (index mod 2) of block(key, index / 2)
   */
  public static int word(long key, long index) {
    long block = block(key, index >>> 1);
    return (index & 1) == 0 ? highWord(block) : lowWord(block);
  }

  /**
   * Derives a key from a key.
   *
   * @param key the parent
   * @param n the number of the child, all 2<sup>32</sup> values being different; taken as unsigned
   * @return block(key, 2<sup>63</sup> + n)
   */
  public static long child(long key, int n) {
    return block(key, CHILD_BIT | (n & WORD_MASK));
  }

  /**
   * Returns word 0 of a pair.
   *
   * @param pair a block, key or counter
   * @return its high 32 bits
   */
  public static int highWord(long pair) {
    return (int) (pair >>> 32);
  }

  /**
   * Returns word 1 of a pair.
   *
   * @param pair a block, key or counter
   * @return its low 32 bits
   */
  public static int lowWord(long pair) {
    return (int) pair;
  }

  /**
   * Packs two words.
   *
   * @param high word 0
   * @param low word 1
   * @return the pair, word 0 in the high 32 bits
   */
  public static long pack(int high, int low) {
    return ((long) high << 32) | (low & WORD_MASK);
  }
}
