package org.latent4j.backend.cuda;

import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/**
 * Elements in the memory of a program or in one of its inputs, wherever those will be.
 *
 * @param type the element type
 * @param length the number of elements
 * @param base the number of the base address
 * @param bytes how far behind it, a multiple of 256
 */
record PlannedStorage(DataType type, long length, int base, long bytes) implements Storage {
  @Override
  public void close() {
    // The memory is the program's.
  }
}
