package org.latent4j.backend.blas;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.latent4j.backend.java.host.PieceProducts.Term;
import org.latent4j.op.DataType;

/**
 * What a thread uses again and again, so that products in a loop make no garbage. Arrays have
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
  private final Chain chain = new Chain(this);
  private final Stack stack = new Stack(this);
  private final Cuts cuts = new Cuts();

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

  /** Returns parts of matrices. */
  Cuts cuts() {
    return cuts;
  }

  /** Returns products one after the other. */
  Summands chain(Term[] terms) {
    return chain.of(terms);
  }

  /** Returns products as one, for terms that {@link Stack#takes}. */
  Summands stack(DataType type, Term[] terms) {
    return stack.of(type, terms);
  }

  /** The arrays for one matrix of a product. */
  static final class Arrays {
    private final RecentlyUsed floats = new RecentlyUsed();
    private final RecentlyUsed doubles = new RecentlyUsed();
    private final Factor factor = new Factor();

    /**
     * Returns an array that is in use until the next call for the same matrix.
     *
     * @param type FLOAT32 or FLOAT64
     * @param length its exact length
     * @return the array, with anything in it
     */
    Object get(DataType type, int length) {
      return type == DataType.FLOAT32
          ? floats.get(length, float[]::new)
          : doubles.get(length, double[]::new);
    }

    /** Returns what says how the matrix lies, in use as long as the array. */
    Factor factor() {
      return factor;
    }
  }

  /** Arrays, the last used first; the one that has not been used for longest is forgotten. */
  private static final class RecentlyUsed {
    private final int[] lengths = new int[KEPT];
    private final Object[] arrays = new Object[KEPT];
    private int count;

    Object get(int length, IntFunction<Object> make) {
      int at = 0;
      while (at < count && lengths[at] != length) {
        at++;
      }
      Object array = at < count ? arrays[at] : make.apply(length);
      if (at == count) {
        count = Math.min(count + 1, KEPT);
        at = count - 1;
      }
      System.arraycopy(lengths, 0, lengths, 1, at);
      System.arraycopy(arrays, 0, arrays, 1, at);
      lengths[0] = length;
      arrays[0] = array;
      return array;
    }
  }
}
