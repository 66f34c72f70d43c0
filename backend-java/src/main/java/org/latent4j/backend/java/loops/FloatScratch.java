package org.latent4j.backend.java.loops;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Working memory of the float loops, for one thread, with the reinterpretation of floats as their
 * bits and back.
 *
 * <p>Java 17 does not vectorise {@link Float#floatToRawIntBits}, but it copies arrays to and from a
 * direct buffer at full speed. So the bits of a whole chunk go through one piece of native memory
 * that is seen both as floats and as ints.
 */
public final class FloatScratch {
  final float[] first = Chunk.floats();
  final float[] second = Chunk.floats();
  final float[] third = Chunk.floats();
  final float[] fourth = Chunk.floats();
  final int[] firstBits = Chunk.ints();
  final int[] secondBits = Chunk.ints();
  final int[] thirdBits = Chunk.ints();
  private final FloatBuffer floats;
  private final IntBuffer ints;

  /** Allocates the arrays and the native memory: about 30 kB. */
  public FloatScratch() {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Chunk.SIZE * Float.BYTES).order(ByteOrder.nativeOrder());
    floats = bytes.asFloatBuffer();
    ints = bytes.asIntBuffer();
  }

  /** Writes the bits of {@code values[0 .. n)} to {@code bits}. */
  void toBits(float[] values, int[] bits, int n) {
    floats.put(0, values, 0, n);
    ints.get(0, bits, 0, n);
  }

  /** Writes the floats with the bits {@code bits[0 .. n)} to {@code values}. */
  void toFloats(int[] bits, float[] values, int n) {
    ints.put(0, bits, 0, n);
    floats.get(0, values, 0, n);
  }
}
