package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.latent4j.backend.java.loops.Chunk;
import org.latent4j.backend.java.loops.FloatScratch;
import org.latent4j.backend.java.loops.ThreefryLoops;

/**
 * What one thread works with: registers of a chunk each, room for other element types, and the
 * interpreters on them.
 */
final class Workspace {
  /**
   * Arrays for scratch, for what is read of another type, and for the registers of most kernels.
   */
  private static final int FLOATS = 28;

  private static final int INTS = 12;
  private static final int DOUBLES = 12;

  final FloatScratch floatScratch;
  final ThreefryLoops threefry;
  final float[] floats;
  final double[] doubles = Chunk.doubles();
  final int[] ints;
  final byte[] bytes = new byte[Chunk.SIZE];
  final FloatInterpreter floatInterpreter = new FloatInterpreter(this);
  final DoubleInterpreter doubleInterpreter = new DoubleInterpreter(this);
  private float[][] floatRegisters;
  private double[][] doubleRegisters = {};
  private float[] floatScalars = {};
  private double[] doubleScalars = {};

  /** Allocates all float and int arrays at once, so that they begin at the same place of a line. */
  Workspace() {
    float[][] floatArrays = Chunk.floats(FLOATS);
    int[][] intArrays = Chunk.ints(INTS);
    Iterator<float[]> nextFloats = Arrays.asList(floatArrays).iterator();
    Iterator<int[]> nextInts = Arrays.asList(intArrays).iterator();
    floatScratch = new FloatScratch(nextFloats::next);
    threefry = new ThreefryLoops(nextInts::next);
    floats = nextFloats.next();
    ints = nextInts.next();
    List<float[]> rest = new ArrayList<>();
    nextFloats.forEachRemaining(rest::add);
    floatRegisters = rest.toArray(float[][]::new);
  }

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
      double[][] more = Chunk.doubles(Math.max(DOUBLES, count - had));
      doubleRegisters = Arrays.copyOf(doubleRegisters, had + more.length);
      System.arraycopy(more, 0, doubleRegisters, had, more.length);
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
