package org.latent4j.backend.blas;

import org.latent4j.backend.java.host.ArrayStorage;
import org.latent4j.backend.java.product.Matrix;

/**
 * The C of products, in an array that it fills.
 *
 * <p>jblas copies each array whole into native memory and the array of C whole back. So whoever
 * else wrote to that array in the meantime, be it another place of it, would have written in vain.
 * Therefore C is computed in an array of the calling thread, and its elements alone are copied to
 * their places, unless C fills its storage, in which case there is no other place.
 */
final class Result {
  private Result() {}

  /** Returns an array that C fills; its elements are there only if they are {@code kept}. */
  static Object fetch(ArrayStorage storage, Matrix c, boolean kept, Scratch scratch) {
    if (fills(c, storage)) {
      return storage.array();
    }
    Object own = scratch.result().get(storage.type(), Math.multiplyExact(c.rows(), c.columns()));
    if (kept) {
      Copies.read(storage, c, own, 0, c.columns());
    }
    return own;
  }

  /** Brings the elements to their places. */
  static void bringBack(Object array, ArrayStorage storage, Matrix c) {
    if (array != storage.array()) {
      Copies.write(array, storage, c);
    }
  }

  private static boolean fills(Matrix matrix, ArrayStorage storage) {
    return (long) matrix.rows() * matrix.columns() == storage.length()
        && matrix.isRowMajor()
        && matrix.leading() == matrix.columns();
  }
}
