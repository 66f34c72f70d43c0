package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.graph.Plan;
import org.latent4j.op.DataType;

/**
 * The inputs of a program, and their addresses in its {@link ProgramMemory}. A graph knows fixed
 * addresses only; an input that is at the same address in every run is read where it is. One that
 * keeps moving is copied to a buffer from its fourth move on, and so is one that the program can't
 * read where it is: between two multiples of 256, or in the place of a state, which the program may
 * overwrite too early.
 */
final class BoundInputs implements AutoCloseable {
  private static final int MOST_MOVES = 3;
  private static final long ALIGNMENT = 256;

  private final Device device;
  private final ProgramMemory memory;
  private final List<Plan.Value> values = new ArrayList<>();
  private final CudaStorage[] copies;
  private final int[] moves;
  private final Set<Storage> states = Collections.newSetFromMap(new IdentityHashMap<>());

  BoundInputs(Device device, ProgramMemory memory, Plan plan, View[] states) {
    this.device = device;
    this.memory = memory;
    plan.valuesOf(Plan.Role.INPUT).forEach(number -> values.add(plan.values().get(number)));
    this.copies = new CudaStorage[values.size()];
    this.moves = new int[values.size()];
    Arrays.stream(states).map(View::storage).forEach(this.states::add);
  }

  /**
   * Takes the inputs of a run.
   *
   * @param queue where copies are queued
   * @param bindings where the inputs are
   */
  void bind(Driver queue, View[] bindings) {
    for (int input = 0; input < bindings.length; input++) {
      Plan.Value value = values.get(input);
      long bytes = value.shape().size() * value.type().bytes();
      if (bytes > 0) {
        long address = Commands.place(bindings[input]).address();
        if (copies[input] == null && !isReadable(input, bindings[input].storage(), address)) {
          copies[input] = CudaStorage.zeros(device, DataType.UINT8, bytes);
        }
        if (copies[input] != null) {
          memory.setInput(input, copies[input].address());
          queue.copy(copies[input].address(), address, bytes);
        } else {
          memory.setInput(input, address);
        }
      }
    }
  }

  /** Whether a graph can go on reading an input where it is. */
  private boolean isReadable(int input, Storage storage, long address) {
    long before = memory.input(input);
    if (before != 0 && before != address) {
      moves[input]++;
    }
    return moves[input] <= MOST_MOVES && address % ALIGNMENT == 0 && !states.contains(storage);
  }

  @Override
  public void close() {
    for (CudaStorage copy : copies) {
      if (copy != null) {
        copy.close();
      }
    }
  }
}
