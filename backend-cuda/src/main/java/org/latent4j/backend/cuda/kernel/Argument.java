package org.latent4j.backend.cuda.kernel;

import org.latent4j.backend.Storage;

/** The value of one kernel parameter, in the order of the parameters. */
public sealed interface Argument {
  /**
   * A device address: that of a storage plus an offset. Parameter type: a pointer, 8 bytes.
   *
   * @param storage the storage whose first element is meant
   * @param bytes how far behind it, in bytes
   * @param written whether the kernel writes there
   */
  record Pointer(Storage storage, long bytes, boolean written) implements Argument {
    Pointer(Storage storage, long bytes) {
      this(storage, bytes, false);
    }

    Pointer asWritten() {
      return new Pointer(storage, bytes, true);
    }
  }

  /**
   * A device address in the scratch memory of a {@link Work}, which nothing else uses while its
   * launches run. Parameter type: a pointer, 8 bytes.
   *
   * @param bytes how far behind the start of the scratch memory, in bytes, a multiple of 256
   */
  record Scratch(long bytes) implements Argument {}

  /**
   * The device address of the backend's fault record: four INT32, all 0 while there is no fault. A
   * kernel that meets an index out of range reads and writes nothing there and sets the record to
   * (1, the index, the limit, 0); whichever of several comes last stays. Parameter type: a pointer,
   * 8 bytes; never null.
   */
  record Fault() implements Argument {}

  /**
   * A 32-bit integer; signed or not is the kernel's business.
   *
   * @param value the bits
   */
  record Int32(int value) implements Argument {}

  /**
   * A 64-bit integer.
   *
   * @param value the number
   */
  record Int64(long value) implements Argument {}

  /**
   * A {@code float}.
   *
   * @param value the number
   */
  record Float32(float value) implements Argument {}

  /**
   * A {@code double}.
   *
   * @param value the number
   */
  record Float64(double value) implements Argument {}
}
