package org.latent4j.backend.cuda;

import org.latent4j.backend.Storage;
import org.latent4j.op.DataType;

/**
 * Elements in the memory of a program or in one of its inputs, wherever those will be. A result
 * gets its place when it is first asked for: one that nobody stores takes no memory.
 */
final class PlannedStorage implements Storage {
  private static final long NOWHERE = -1;

  private final ProgramMemory memory;
  private final DataType type;
  private final long length;
  private final int base;
  private long bytes;

  private PlannedStorage(ProgramMemory memory, DataType type, long length, int base, long bytes) {
    this.memory = memory;
    this.type = type;
    this.length = length;
    this.base = base;
    this.bytes = bytes;
  }

  /** A result. */
  static PlannedStorage result(ProgramMemory memory, DataType type, long length, int base) {
    return new PlannedStorage(memory, type, length, base, NOWHERE);
  }

  /** An input, which starts at its base. */
  static PlannedStorage input(ProgramMemory memory, DataType type, long length, int base) {
    return new PlannedStorage(memory, type, length, base, 0);
  }

  @Override
  public DataType type() {
    return type;
  }

  @Override
  public long length() {
    return length;
  }

  /** The number of the base address. */
  int base() {
    return base;
  }

  /** How far behind it, a multiple of 256. */
  long bytes() {
    if (bytes == NOWHERE) {
      bytes = memory.place(length * type.bytes());
    }
    return bytes;
  }

  @Override
  public void close() {
    // The memory is the program's.
  }
}
