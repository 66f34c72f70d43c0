package org.latent4j.backend.java.loops;

import java.util.Arrays;

/** Working memory of the float loops, for one thread. */
public final class FloatScratch {
  final float[] first;
  final float[] second;
  final float[] third;
  final float[] fourth;
  final float[] fifth;

  /** Constants, not to be written. */
  final float[] zeros;

  final float[] ones;

  /** Allocates the arrays: 29 kB. */
  public FloatScratch() {
    this(new AlignedArrays());
  }

  /**
   * Has seven arrays made.
   *
   * @param arrays makes them
   */
  public FloatScratch(AlignedArrays arrays) {
    first = arrays.floats(Chunk.SIZE);
    second = arrays.floats(Chunk.SIZE);
    third = arrays.floats(Chunk.SIZE);
    fourth = arrays.floats(Chunk.SIZE);
    fifth = arrays.floats(Chunk.SIZE);
    zeros = arrays.floats(Chunk.SIZE);
    ones = arrays.floats(Chunk.SIZE);
    Arrays.fill(ones, 1f);
  }
}
