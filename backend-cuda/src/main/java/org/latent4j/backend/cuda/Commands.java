package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.backend.cuda.kernel.Argument;
import org.latent4j.backend.cuda.kernel.Bfloat16;
import org.latent4j.backend.cuda.kernel.Kernels;
import org.latent4j.backend.cuda.kernel.Launch;
import org.latent4j.backend.cuda.kernel.LaunchGroup;
import org.latent4j.backend.cuda.kernel.Work;
import org.latent4j.op.DataType;

/**
 * A list of commands that is being made, and how much scratch memory they need. Each operation uses
 * the scratch memory from its start, since operations follow each other; within an operation, parts
 * of it are reserved one behind the other.
 */
final class Commands {
  private static final long ALIGNMENT = 256;

  private final Device device;
  private final CompiledKernels kernels;
  private final List<Task> tasks = new ArrayList<>();
  private final LaunchGroup group;

  /** The present operation, as soon as it has a command. */
  private @Nullable Task operation;

  private long reserved;
  private long scratchBytes;

  Commands(Device device, Kernels texts, CompiledKernels kernels) {
    this.device = device;
    this.kernels = kernels;
    this.group = new LaunchGroup(texts);
  }

  /** The tasks that these commands are, in order. */
  List<Task> tasks() {
    endGroup();
    return tasks;
  }

  long scratchBytes() {
    return scratchBytes;
  }

  /** Gives the scratch memory of the operation before back. */
  void nextOperation() {
    reserved = 0;
    operation = null;
  }

  /** Reserves scratch memory until the next operation. */
  long reserve(long bytes) {
    long at = reserved;
    reserved += (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    scratchBytes = Math.max(scratchBytes, reserved);
    return at;
  }

  /** Reserves elements. */
  ScratchStorage reserve(DataType type, long length) {
    return new ScratchStorage(type, length, reserve(length * type.bytes()));
  }

  /**
   * Adds a command.
   *
   * @param command the command
   * @param reads what it reads
   * @param writes what it writes
   * @param cost how long it takes
   */
  void add(Command.Work command, List<View> reads, List<View> writes, Cost cost) {
    endGroup();
    Task task = operation();
    task.add(command, storages(reads), storages(writes), cost);
    task.useScratch(reserved);
  }

  private Task operation() {
    Task task = operation;
    if (task == null) {
      task = new Task();
      tasks.add(task);
      operation = task;
    }
    return task;
  }

  /** Scratch memory is left out: it belongs to the operation. */
  private static List<Storage> storages(List<View> views) {
    return views.stream()
        .map(View::storage)
        .map(storage -> storage instanceof Bfloat16 upper ? upper.halves() : storage)
        .filter(storage -> !(storage instanceof ScratchStorage))
        .toList();
  }

  /** Adds what generated kernels do. Launches that do not depend on each other become one. */
  void add(Work work) {
    boolean apart = work.scratchBytes() > 0 || work.launches().stream().anyMatch(this::usesScratch);
    if (apart) {
      endGroup();
      long scratch = work.scratchBytes() == 0 ? 0 : reserve(work.scratchBytes());
      Task task = operation();
      task.useScratch(reserved);
      work.launches().forEach(launch -> add(task, launch, scratch));
      return;
    }
    for (Launch launch : work.launches()) {
      if (!group.offer(launch)) {
        endGroup();
        group.offer(launch);
      }
    }
  }

  /** Scratch memory has many names, so that one cannot tell who depends on whom. */
  private boolean usesScratch(Launch launch) {
    return launch.arguments().stream()
        .anyMatch(
            argument ->
                argument instanceof Argument.Pointer pointer
                    && pointer.storage() instanceof ScratchStorage);
  }

  private void endGroup() {
    List<Launch> launches = group.take();
    if (!launches.isEmpty()) {
      Task task = operation;
      if (task == null) {
        task = new Task();
        tasks.add(task);
      }
      for (Launch launch : launches) {
        add(task, launch, 0);
      }
    }
  }

  private void add(Task task, Launch launch, long scratch) {
    task.add(
        command(launch, scratch),
        storages(launch, false),
        storages(launch, true),
        Cost.ofLaunch(launch.blocks(), launch.threads()));
  }

  private static List<Storage> storages(Launch launch, boolean written) {
    List<Storage> found = new ArrayList<>();
    for (Argument argument : launch.arguments()) {
      if (argument instanceof Argument.Pointer pointer
          && pointer.written() == written
          && !(pointer.storage() instanceof ScratchStorage)) {
        found.add(pointer.storage());
      }
    }
    return found;
  }

  private Command.Work command(Launch launch, long scratch) {
    List<Argument> arguments = launch.arguments();
    long[] bits = new long[arguments.size()];
    int[] relative = new int[bits.length];
    int[] bases = new int[bits.length];
    int count = 0;
    for (int i = 0; i < bits.length; i++) {
      Argument argument = arguments.get(i);
      if (argument instanceof Argument.Pointer pointer) {
        Command.Place place = place(pointer.storage(), pointer.bytes());
        bits[i] = place.address();
        if (place.isRelative()) {
          relative[count] = i;
          bases[count++] = place.base();
        }
      } else if (argument instanceof Argument.Scratch place) {
        bits[i] = scratch + place.bytes();
        relative[count] = i;
        bases[count++] = Command.Place.SCRATCH;
      } else {
        bits[i] = bits(argument);
      }
    }
    return new Command.Launch(
        kernels.of(launch.kernel()),
        launch.blocks(),
        launch.threads(),
        bits,
        Arrays.copyOf(relative, count),
        Arrays.copyOf(bases, count));
  }

  private long bits(Argument argument) {
    if (argument instanceof Argument.Int32 number) {
      return Integer.toUnsignedLong(number.value());
    } else if (argument instanceof Argument.Int64 number) {
      return number.value();
    } else if (argument instanceof Argument.Float32 number) {
      return Integer.toUnsignedLong(Float.floatToRawIntBits(number.value()));
    } else if (argument instanceof Argument.Float64 number) {
      return Double.doubleToRawLongBits(number.value());
    }
    return device.faultAddress();
  }

  /** Where the first element of a view is. */
  static Command.Place place(View view) {
    Storage storage = view.storage();
    long bytes = view.layout().offset() * Bfloat16.bytes(storage);
    return place(storage instanceof Bfloat16 upper ? upper.halves() : storage, bytes);
  }

  private static Command.Place place(Storage storage, long bytes) {
    if (storage instanceof ScratchStorage scratch) {
      return new Command.Place(Command.Place.SCRATCH, scratch.bytes() + bytes);
    } else if (storage instanceof PlannedStorage planned) {
      return new Command.Place(planned.base(), planned.bytes() + bytes);
    }
    return new Command.Place(Command.Place.NO_BASE, ((CudaStorage) storage).address() + bytes);
  }

  /** Queues all of it, with the base addresses by their numbers. */
  void issue(Driver queue, long[] bases) {
    for (Task task : tasks()) {
      task.commands().forEach(command -> command.issue(queue, bases));
    }
  }
}
