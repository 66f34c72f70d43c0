package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.latent4j.backend.Storage;

/**
 * Commands that stay together and in their order, what they read and write, and about how long they
 * take: an operation, or the kernels of several that are launched as one.
 */
final class Task {
  private final List<Command.Work> commands = new ArrayList<>();
  private final Set<Storage> read = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Storage> written = Collections.newSetFromMap(new IdentityHashMap<>());
  private long scratchBytes;
  private double microseconds;
  private boolean large;

  /**
   * Adds a command.
   *
   * @param command the command
   * @param reads what it reads; scratch memory, which is the task's own, does not count
   * @param writes what it writes
   * @param cost how long it takes and how much of the GPU
   */
  void add(Command.Work command, List<Storage> reads, List<Storage> writes, Cost cost) {
    commands.add(command);
    read.addAll(reads);
    written.addAll(writes);
    microseconds += cost.microseconds();
    large |= cost.large();
  }

  /** Says that so much scratch memory is used. */
  void useScratch(long bytes) {
    scratchBytes = Math.max(scratchBytes, bytes);
  }

  List<Command.Work> commands() {
    return commands;
  }

  long scratchBytes() {
    return scratchBytes;
  }

  double microseconds() {
    return microseconds;
  }

  /** Whether a part of it fills a GPU by itself, so that nothing is gained beside it. */
  boolean isLarge() {
    return large;
  }

  /** What it reads, scratch memory apart. */
  Set<Storage> read() {
    return read;
  }

  /** What it writes, scratch memory apart. */
  Set<Storage> written() {
    return written;
  }
}
