package org.latent4j.backend.java.loops;

import java.util.Arrays;

/** Working memory of the float loops, for one thread. */
public final class FloatScratch {
  final float[] first = Chunk.floats();
  final float[] second = Chunk.floats();
  final float[] third = Chunk.floats();
  final float[] fourth = Chunk.floats();
  final float[] fifth = Chunk.floats();

  /** Constants, not to be written. */
  final float[] zeros = Chunk.floats();

  final float[] ones = Chunk.floats();

  /** Allocates the arrays: 29 kB. */
  public FloatScratch() {
    Arrays.fill(ones, 1f);
  }
}
