package org.latent4j.backend;

import org.jspecify.annotations.Nullable;
import org.latent4j.graph.Plan;

/**
 * Runs a plan node by node with the single operations of a backend. The calls are bound to their
 * views once; only those that read an input that moved since the last run are bound again.
 */
final class PlanInterpreter implements Executable {
  private final Backend backend;
  private final Plan plan;
  private final PlanMemory memory;
  private final @Nullable OperationCall[] calls;
  private boolean closed;

  PlanInterpreter(Backend backend, Plan plan, View[] constants, View[] states) {
    this.backend = backend;
    this.plan = plan;
    this.memory = new PlanMemory(backend, plan, constants, states);
    this.calls = new OperationCall[plan.nodes().size()];
  }

  @Override
  public void run(View[] inputs) {
    if (closed) {
      throw new IllegalStateException("executable: it is closed");
    }
    if (memory.bind(inputs)) {
      forgetReadersOfInputs();
    }
    for (int node = 0; node < calls.length; node++) {
      OperationCall call = calls[node];
      if (call == null) {
        call = call(plan.nodes().get(node));
        calls[node] = call;
      }
      call.run();
    }
    memory.replacements().forEach(this::stage);
    memory.replacements().forEach(this::replace);
  }

  private void forgetReadersOfInputs() {
    for (int node = 0; node < calls.length; node++) {
      for (Plan.Operand operand : plan.nodes().get(node).operands()) {
        if (plan.values().get(operand.value()).role() == Plan.Role.INPUT) {
          calls[node] = null;
        }
      }
    }
  }

  private OperationCall call(Plan.Node node) {
    View[] operands = node.operands().stream().map(memory::resolve).toArray(View[]::new);
    View[] results = node.results().stream().map(memory::value).toArray(View[]::new);
    return new OperationCall(backend, node.operation(), operands, results);
  }

  private void stage(PlanMemory.Replacement replacement) {
    if (replacement.stage() != null) {
      OperationCall.copy(backend, memory.resolve(replacement.source()), replacement.stage());
    }
  }

  private void replace(PlanMemory.Replacement replacement) {
    View stage = replacement.stage();
    View source = stage == null ? memory.resolve(replacement.source()) : stage;
    OperationCall.copy(backend, source, memory.value(replacement.state()));
  }

  @Override
  public View output(int index) {
    return memory.resolve(plan.outputs().get(index));
  }

  @Override
  public void close() {
    closed = true;
    memory.close();
  }
}
