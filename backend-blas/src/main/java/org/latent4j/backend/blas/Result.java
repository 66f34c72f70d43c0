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
 *
 * @param array where products are computed
 * @param storage where C belongs
 * @param matrix its place there, row by row
 */
record Result(Object array, ArrayStorage storage, Matrix matrix) {
  /** Prepares C; its elements are read only if they are {@code kept}. */
  static Result of(ArrayStorage storage, Matrix matrix, boolean kept, Scratch scratch) {
    if (fills(matrix, storage)) {
      return new Result(storage.array(), storage, matrix);
    }
    int size = Math.multiplyExact(matrix.rows(), matrix.columns());
    Object own = scratch.result().get(storage.type(), size);
    if (kept) {
      Copies.read(storage, matrix, own, 0, matrix.columns());
    }
    return new Result(own, storage, matrix);
  }

  private static boolean fills(Matrix matrix, ArrayStorage storage) {
    return (long) matrix.rows() * matrix.columns() == storage.length()
        && matrix.isRowMajor()
        && matrix.leading() == matrix.columns();
  }

  /** Brings the elements to their places. */
  void finish() {
    if (array != storage.array()) {
      Copies.write(array, storage, matrix);
    }
  }
}
