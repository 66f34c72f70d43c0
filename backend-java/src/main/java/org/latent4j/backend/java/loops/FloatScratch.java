package org.latent4j.backend.java.loops;

import java.util.Arrays;
import java.util.function.Supplier;

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
    this(Chunk::floats);
  }

  /**
   * Takes seven arrays.
   *
   * @param arrays gives one after another, with zeros
   */
  public FloatScratch(Supplier<float[]> arrays) {
    first = arrays.get();
    second = arrays.get();
    third = arrays.get();
    fourth = arrays.get();
    fifth = arrays.get();
    zeros = arrays.get();
    ones = arrays.get();
    Arrays.fill(ones, 1f);
  }
}
