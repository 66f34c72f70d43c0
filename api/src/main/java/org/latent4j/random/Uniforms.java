package org.latent4j.random;

import org.latent4j.op.DataType;

/**
 * Uniform numbers in [0, 1) from random bits: the upper 24 bits of a word times 2<sup>-24</sup> as
 * a {@code float}, the upper 53 bits of a block times 2<sup>-53</sup> as a {@code double}. Both are
 * exact, so every backend gets the same bits, and {@code u < p} is true with probability p rounded
 * up to a multiple of 2<sup>-24</sup> (2<sup>-53</sup>).
 */
public final class Uniforms {
  private Uniforms() {}

  /**
   * Converts a word.
   *
   * @param word 32 random bits
   * @return k 2<sup>-24</sup>, k being the upper 24 bits
   */
  public static float float32(int word) {
    return (word >>> 8) * 0x1p-24f;
  }

  /**
   * Converts a block.
   *
   * @param block 64 random bits
   * @return k 2<sup>-53</sup>, k being the upper 53 bits
   */
  public static double float64(long block) {
    return (block >>> 11) * 0x1p-53;
  }

  /**
   * Returns one element of a FLOAT32 draw.
   *
   * @param key the key of the draw
   * @param index the index of the element, at least 0
   * @return a number in [0, 1)
   */
  public static float float32(long key, long index) {
    return float32(Threefry.word(key, index));
  }

  /**
   * Returns one element of a FLOAT64 draw.
   *
   * @param key the key of the draw
   * @param index the index of the element, at least 0
   * @return a number in [0, 1)
   */
  public static double float64(long key, long index) {
    return float64(Threefry.block(key, index));
  }

  /**
   * Returns half the distance between neighbouring uniforms. Uniforms plus half a unit lie inside
   * (0, 1) and symmetrically about 1/2; {@link DrawFormulas} says how to add it without rounding.
   *
   * @param type {@link DataType#FLOAT32} or {@link DataType#FLOAT64}
   * @return 2<sup>-25</sup> or 2<sup>-54</sup>
   * @throws IllegalArgumentException if the type is an integer type
   */
  public static double halfUnit(DataType type) {
    return switch (type) {
      case FLOAT32 -> 0x1p-25;
      case FLOAT64 -> 0x1p-54;
      case INT32, UINT8 ->
          throw new IllegalArgumentException(
              "uniform: draws are FLOAT32 or FLOAT64, not " + type + "; draw, then cast");
    };
  }
}
