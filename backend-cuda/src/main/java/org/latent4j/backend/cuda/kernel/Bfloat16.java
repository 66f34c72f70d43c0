package org.latent4j.backend.cuda.kernel;

import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/**
 * FLOAT32 elements of which only the upper halves are stored: bfloat16, two bytes each. Kernels
 * read and write views of it as those of any other FLOAT32 storage; what they write is rounded to
 * nearest, ties to even.
 *
 * @param halves where the halves are, two bytes per element
 * @param length the number of elements
 */
public record Bfloat16(Storage halves, long length) implements Storage {
  /** Bytes per element. */
  public static final int BYTES = 2;

  @Override
  public DataType type() {
    return DataType.FLOAT32;
  }

  @Override
  public void close() {
    halves.close();
  }

  /**
   * Tells how large the elements of a storage are.
   *
   * @param storage any storage
   * @return bytes per element
   */
  public static int bytes(Storage storage) {
    return storage instanceof Bfloat16 ? BYTES : storage.type().bytes();
  }
}
