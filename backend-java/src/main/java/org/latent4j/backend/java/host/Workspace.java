package org.latent4j.backend.java.host;

import java.util.Arrays;
import org.latent4j.backend.java.loops.AlignedArrays;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.backend.java.loops.FloatScratch;
import org.latent4j.backend.java.loops.ThreefryLoops;

/**
 * What one thread works with: registers of a chunk each, room for other element types, and the
 * interpreters on them.
 */
final class Workspace {
  /** Registers for most kernels, allocated together with everything else. */
  private static final int REGISTERS = 20;

  private final AlignedArrays arrays = new AlignedArrays();
  final float[] floats = arrays.floats(Chunk.SIZE);
  final double[] doubles = arrays.doubles(Chunk.SIZE);
  final int[] ints = arrays.ints(Chunk.SIZE);
  final byte[] bytes = new byte[Chunk.SIZE];
  final FloatScratch floatScratch = new FloatScratch(arrays);
  final ThreefryLoops threefry = new ThreefryLoops(arrays);
  final FloatInterpreter floatInterpreter = new FloatInterpreter(this);
  final DoubleInterpreter doubleInterpreter = new DoubleInterpreter(this);
  private float[][] floatRegisters = {};
  private double[][] doubleRegisters = {};
  private float[] floatScalars = {};
  private double[] doubleScalars = {};

  Workspace() {
    floatRegisters(REGISTERS);
  }

  /** Whether a collection of garbage has moved the arrays to where loops are slower. */
  boolean hasMoved() {
    return arrays.haveMoved();
  }

  /** Returns at least {@code count} registers; what they held before stays. */
  float[][] floatRegisters(int count) {
    int had = floatRegisters.length;
    if (had < count) {
      floatRegisters = Arrays.copyOf(floatRegisters, count);
      for (int i = had; i < count; i++) {
        floatRegisters[i] = arrays.floats(Chunk.SIZE);
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
        doubleRegisters[i] = arrays.doubles(Chunk.SIZE);
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
