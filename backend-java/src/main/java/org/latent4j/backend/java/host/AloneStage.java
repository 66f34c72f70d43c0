package org.latent4j.backend.java.host;

import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.backend.OperationCall;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.View;
import org.latent4j.graph.Plan;

/** A node that the backend's own method computes, which shares it among the threads itself. */
final class AloneStage implements Stage {
  private final Backend backend;
  private final PlanMemory memory;
  private final Plan.Node node;
  private @Nullable OperationCall call;

  AloneStage(Backend backend, PlanMemory memory, Plan.Node node) {
    this.backend = backend;
    this.memory = memory;
    this.node = node;
  }

  /** Has the operands looked up again, because inputs have moved. */
  void forget() {
    call = null;
  }

  @Override
  public void run() {
    OperationCall bound = call;
    if (bound == null) {
      View[] operands = node.operands().stream().map(memory::resolve).toArray(View[]::new);
      View[] results = node.results().stream().map(memory::value).toArray(View[]::new);
      bound = new OperationCall(backend, node.operation(), operands, results);
      call = bound;
    }
    bound.run();
  }
}
