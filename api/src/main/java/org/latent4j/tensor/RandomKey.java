package org.latent4j.tensor;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Shape;
import org.latent4j.op.DataType;
import org.latent4j.random.Threefry;

/**
 * The source of every random number: 64 bits that name one stream of draws. The same key gives the
 * same numbers on every backend; different keys give independent ones. Nothing is ever advanced: a
 * function that draws more than once derives a child for each draw.
 *
 * <pre>{@code
 * RandomKey key = RandomKey.of(7);
 * Tensor h = bernoulli(key.fold(0), p);
 * Tensor v = bernoulli(key.fold(1), q);
 * }</pre>
 *
 * <p>Children are {@link Threefry#child}: the block cipher Threefry-2x32 with 20 rounds (Salmon et
 * al. 2011, <i>Parallel random numbers: as easy as 1, 2, 3</i>) applied to n with the counter's top
 * bit set, which no draw uses. Inside a program a key may be a value that the program computes, for
 * instance from a step counter; such a key has no bits that could be read. Immutable.
 */
public final class RandomKey {
  /** The shape of a key's words in a tensor: the high word and the low word. */
  static final Shape WORDS = Shape.of(2);

  private final long bits;
  private final @Nullable Tensor words;

  private RandomKey(long bits, @Nullable Tensor words) {
    this.bits = bits;
    this.words = words;
  }

  /**
   * Makes a key from a seed.
   *
   * @param seed any number; its high 32 bits are the first word of the key, its low 32 the second
   * @return the key
   */
  public static RandomKey of(long seed) {
    return new RandomKey(seed, null);
  }

  /** A key that a trace computes: INT32 [2], the high word and the low word. */
  static RandomKey traced(Tensor words) {
    return new RandomKey(0, words);
  }

  /**
   * Derives the child number n.
   *
   * @param n which child; all 2<sup>32</sup> are different, negative ones too
   * @return the child
   */
  public RandomKey fold(int n) {
    if (words == null) {
      return new RandomKey(Threefry.child(bits, n), null);
    }
    return ((Trace) words.evaluator()).fold(words, n);
  }

  /**
   * Derives the child whose number is in a tensor, such as the step counter of a program.
   *
   * @param counter INT32, rank 0
   * @return the child; the same as {@code fold(int)} gives for that number
   * @throws IllegalArgumentException if the counter is not an INT32 of rank 0
   */
  public RandomKey fold(Tensor counter) {
    if (counter.type() != DataType.INT32 || counter.shape().rank() != 0) {
      throw new IllegalArgumentException(
          "fold: the counter must be INT32 of rank 0, but is "
              + counter.type()
              + " "
              + counter.shape());
    }
    if (counter.evaluator() instanceof Trace) {
      Trace trace = (Trace) counter.evaluator();
      return trace.fold(trace.words(this), counter);
    }
    return fold(counter.toInts()[0]); // the counter never changes, so its value can be used
  }

  /**
   * Derives the children 0 to n - 1.
   *
   * @param n how many, at least 0
   * @return the children; element i is {@code fold(i)}
   * @throws IllegalArgumentException if n is negative
   */
  public List<RandomKey> split(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("split: n must be at least 0, but got " + n);
    }
    return IntStream.range(0, n).mapToObj(this::fold).toList();
  }

  /**
   * Returns the key itself.
   *
   * @return the 64 bits
   * @throws IllegalStateException if this key is a value of a program, which has no bits yet
   */
  public long bits() {
    if (words != null) {
      throw new IllegalStateException(
          "key: its bits can't be read while a program is being recorded;"
              + " return the key from the step to see them");
    }
    return bits;
  }

  /** Where a trace keeps this key, or null if it is plain bits. */
  @Nullable Tensor words() {
    return words;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RandomKey randomKey
        && bits == randomKey.bits
        && words == randomKey.words;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(bits);
  }

  @Override
  public String toString() {
    return words == null
        ? String.format(Locale.ROOT, "RandomKey[%016x]", bits)
        : "RandomKey[" + words + "]";
  }
}
