package org.latent4j.backend.blas;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latent4j.op.DataType;

/**
 * Arrays that a thread uses again and again, so that products in a loop make no garbage. They have
 * exactly the length asked for, because jblas copies arrays whole. Under memory pressure they are
 * given up.
 */
final class Scratch {
  /** As many lengths as the products of a step of a network of a dozen layers have. */
  private static final int KEPT = 64;

  private static final ThreadLocal<SoftReference<Scratch>> OF_THREAD = new ThreadLocal<>();

  // For A, B and C apart: two of them may have the same length.
  private final List<Arrays> left = new ArrayList<>();
  private final Arrays right = new Arrays();
  private final Arrays result = new Arrays();

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

  /** Returns the arrays for the A of product {@code number}, of several that are added up. */
  Arrays left(int number) {
    while (left.size() <= number) {
      left.add(new Arrays());
    }
    return left.get(number);
  }

  /** Returns the arrays for B. */
  Arrays right() {
    return right;
  }

  /** Returns the arrays for C. */
  Arrays result() {
    return result;
  }

  /** The arrays for one matrix of a product. */
  static final class Arrays {
    private final RecentlyUsed<float[]> floats = new RecentlyUsed<>();
    private final RecentlyUsed<double[]> doubles = new RecentlyUsed<>();

    /**
     * Returns an array that is in use until the next call for the same matrix.
     *
     * @param type FLOAT32 or FLOAT64
     * @param length its exact length
     * @return the array, with anything in it
     */
    Object get(DataType type, int length) {
      return type == DataType.FLOAT32
          ? floats.computeIfAbsent(length, float[]::new)
          : doubles.computeIfAbsent(length, double[]::new);
    }
  }

  /** Forgets the array that has not been used for longest. */
  private static final class RecentlyUsed<T> extends LinkedHashMap<Integer, T> {
    private static final long serialVersionUID = 1L;

    RecentlyUsed() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, T> eldest) {
      return size() > KEPT;
    }
  }
}
