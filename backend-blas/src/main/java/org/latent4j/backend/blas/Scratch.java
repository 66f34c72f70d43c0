package org.latent4j.backend.blas;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.latent4j.op.DataType;

/**
 * Arrays that a thread uses again and again, so that products in a loop make no garbage. They have
 * exactly the length asked for, because jblas copies arrays whole. Under memory pressure they are
 * given up.
 */
final class Scratch {
  /** As many as the different products of a training step need. */
  private static final int KEPT = 16;

  private static final ThreadLocal<SoftReference<Scratch>> OF_THREAD = new ThreadLocal<>();

  private final Map<Integer, Object> floats = new RecentlyUsed();
  private final Map<Integer, Object> doubles = new RecentlyUsed();

  private Scratch() {}

  /** Returns the scratch arrays of the calling thread. */
  static Scratch ofThread() {
    SoftReference<Scratch> kept = OF_THREAD.get();
    Scratch scratch = kept == null ? null : kept.get();
    if (scratch == null) {
      scratch = new Scratch();
      OF_THREAD.set(new SoftReference<>(scratch));
    }
    return scratch;
  }

  /**
   * Takes an array out; nobody else gets it before it is {@linkplain #give given back}.
   *
   * @param type FLOAT32 or FLOAT64
   * @param length its exact length
   * @return the array, with anything in it
   */
  Object take(DataType type, int length) {
    Object kept = arrays(type).remove(length);
    if (kept != null) {
      return kept;
    }
    return type == DataType.FLOAT32 ? new float[length] : new double[length];
  }

  /** Gives an array back. */
  void give(Object array) {
    if (array instanceof float[] values) {
      floats.put(values.length, values);
    } else {
      doubles.put(((double[]) array).length, array);
    }
  }

  private Map<Integer, Object> arrays(DataType type) {
    return type == DataType.FLOAT32 ? floats : doubles;
  }

  /** Forgets the array that has been put back longest ago. */
  private static final class RecentlyUsed extends LinkedHashMap<Integer, Object> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, Object> eldest) {
      return size() > KEPT;
    }
  }
}
