package org.latent4j.backend.cuda;

import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/**
 * Elements in the scratch memory, wherever that will be.
 *
 * @param type the element type
 * @param length the number of elements
 * @param bytes how far behind the start of the scratch memory
 */
record ScratchStorage(DataType type, long length, long bytes) implements Storage {
  @Override
  public void close() {
    // The scratch memory is its owner's.
  }
}
