package org.latent4j.backend.cuda;

import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Plan;
import org.latent4j.op.DataType;

/**
 * The memory of a program: first planned, storage by storage, while the program is translated, then
 * taken as one block, when all that it needs is known. The scratch memory lies behind the results.
 */
final class ProgramMemory implements AutoCloseable {
  private static final long ALIGNMENT = 256;

  /** The numbers of the bases: scratch memory of both branches, results, then the inputs. */
  private static final int RESULTS = Command.Place.SIDE_SCRATCH + 1;

  private static final int FIRST_INPUT = RESULTS + 1;

  private final Device device;
  private final long[] bases;
  private long resultBytes;
  private boolean complete;
  private long block;

  ProgramMemory(Device device, int inputs) {
    this.device = device;
    this.bases = new long[FIRST_INPUT + inputs];
  }

  /** Plans a result. It gets its place when it is first used. */
  Storage result(DataType type, long length) {
    return PlannedStorage.result(this, type, length, RESULTS);
  }

  /** Gives so many bytes a place behind the results. */
  long place(long bytes) {
    if (complete && bytes > 0) {
      throw new IllegalStateException("cuda: a result is used that no command stores");
    }
    long at = resultBytes;
    resultBytes += aligned(bytes);
    return at;
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Plans an input, which has memory of its own. */
  View input(int number, Plan.Value value) {
    long length = value.shape().size();
    Storage storage = PlannedStorage.input(this, value.type(), length, FIRST_INPUT + number);
    return new View(storage, Layout.dense(value.shape()));
  }

  /** Says what would be taken, when all commands are made. */
  MemoryPlan plan(Plan plan, long scratchBytes, long sideScratchBytes) {
    long given = bytes(plan, Plan.Role.CONSTANT) + bytes(plan, Plan.Role.STATE);
    return new MemoryPlan(given, resultBytes, scratchBytes, sideScratchBytes);
  }

  private static long bytes(Plan plan, Plan.Role role) {
    return plan.valuesOf(role).stream()
        .map(plan.values()::get)
        .mapToLong(value -> value.shape().size() * value.type().bytes())
        .sum();
  }

  /**
   * Takes the memory, all of it or none.
   *
   * @throws DeviceOutOfMemoryError if there is not so much
   */
  void take(MemoryPlan plan) {
    complete = true;
    if (plan.taken() == 0) {
      return;
    }
    device.requireRoom("a program", plan.taken());
    block = device.allocate("a program", plan.taken());
    bases[RESULTS] = block;
    bases[Command.Place.SCRATCH] = block + plan.results();
    bases[Command.Place.SIDE_SCRATCH] = block + plan.results() + plan.scratch();
  }

  /** Says where an input is from now on. */
  void setInput(int number, long address) {
    bases[FIRST_INPUT + number] = address;
  }

  /** The address of an input, 0 before the first run. */
  long input(int number) {
    return bases[FIRST_INPUT + number];
  }

  /** All base addresses by their numbers. */
  long[] bases() {
    return bases;
  }

  /** A planned view with its present address; any other as it is. */
  View real(View view) {
    if (!(view.storage() instanceof PlannedStorage planned)) {
      return view;
    }
    long address = bases[planned.base()] + planned.bytes();
    Storage storage = CudaStorage.at(device, planned.type(), planned.length(), address);
    return new View(storage, view.layout());
  }

  @Override
  public void close() {
    if (block != 0) {
      device.free(block);
      block = 0;
    }
  }
}
