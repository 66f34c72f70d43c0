package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.backend.java.loops.FloatScratch;
import org.latent4j.backend.java.loops.ThreefryLoops;

/**
 * What one thread works with: registers of a chunk each, room for other element types, and the
 * interpreters on them.
 */
final class Workspace {
  final FloatScratch floatScratch = new FloatScratch();
  final ThreefryLoops threefry = new ThreefryLoops();
  final float[] floats = Chunk.floats();
  final double[] doubles = Chunk.doubles();
  final int[] ints = Chunk.ints();
  final byte[] bytes = new byte[Chunk.SIZE];
  final FloatInterpreter floatInterpreter = new FloatInterpreter(this);
  final DoubleInterpreter doubleInterpreter = new DoubleInterpreter(this);
  private float[][] floatRegisters = {};
  private double[][] doubleRegisters = {};
  private float[] floatScalars = {};
  private double[] doubleScalars = {};

  /** Returns at least {@code count} registers; what they held before stays. */
  float[][] floatRegisters(int count) {
    int had = floatRegisters.length;
    if (had < count) {
      floatRegisters = Arrays.copyOf(floatRegisters, count);
      for (int i = had; i < count; i++) {
        floatRegisters[i] = Chunk.floats();
      }
    }
    return floatRegisters;
  }

  /** Returns at least {@code count} registers; what they held before stays. */
  double[][] doubleRegisters(int count) {
    int had = doubleRegisters.length;
    if (had < count) {
      doubleRegisters = Arrays.copyOf(doubleRegisters, count);
      for (int i = had; i < count; i++) {
        doubleRegisters[i] = Chunk.doubles();
      }
    }
    return doubleRegisters;
  }

  /** Returns room for at least {@code count} scalars. */
  float[] floatScalars(int count) {
    if (floatScalars.length < count) {
      floatScalars = new float[count];
    }
    return floatScalars;
  }

  /** Returns room for at least {@code count} scalars. */
  double[] doubleScalars(int count) {
    if (doubleScalars.length < count) {
      doubleScalars = new double[count];
    }
    return doubleScalars;
  }
}
