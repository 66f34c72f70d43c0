package org.latent4j.backend.java.host;

import java.util.ArrayList;
import java.util.List;
import org.latent4j.backend.Executable;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Plan;

/**
 * A plan whose operations are bound to their memory and divided among threads once for all runs.
 */
final class HostExecutable implements Executable {
  private final HostBackend host;
  private final Plan plan;
  private final PlanMemory memory;
  private final List<Integer> inputs;
  private final Place[] places;
  private final Stage[] stages;
  private final List<Storage> buffers;
  private boolean closed;

  HostExecutable(HostBackend host, Plan asGiven, View[] constants, View[] states) {
    this.host = host;
    this.plan = AccumulationsTogether.reorder(SmallNodesFirst.reorder(asGiven));
    this.memory = new PlanMemory(host, plan, constants, states);
    this.inputs = plan.valuesOf(Plan.Role.INPUT);
    Scheduler scheduler = new Scheduler(host, plan, memory);
    List<Stage> made = new ArrayList<>();
    boolean ready = false;
    try {
      made.addAll(scheduler.stages());
      ready = true;
    } finally {
      if (!ready) {
        scheduler.buffers().forEach(Storage::close);
        memory.close();
      }
    }
    this.places = scheduler.places();
    this.buffers = scheduler.buffers();
    this.stages = made.toArray(Stage[]::new);
  }

  @Override
  public void run(View[] bindings) {
    host.requireUsable();
    if (closed) {
      throw new IllegalStateException("executable: it is closed");
    }
    if (memory.bind(bindings)) {
      for (int input : inputs) {
        places[input].put(memory.value(input));
      }
      for (Stage stage : stages) {
        if (stage instanceof AloneStage alone) {
          alone.forget();
        }
      }
    }
    for (Stage stage : stages) {
      stage.run();
    }
  }

  @Override
  public View output(int index) {
    return memory.resolve(plan.outputs().get(index));
  }

  @Override
  public void close() {
    closed = true;
    memory.close();
    buffers.forEach(Storage::close);
  }
}
