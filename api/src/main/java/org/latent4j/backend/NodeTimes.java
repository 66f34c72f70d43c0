package org.latent4j.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.latent4j.graph.Plan;
import org.latent4j.op.DataType;

/**
 * Measures the nodes of a plan one by one: each is run alone, as an operation of the backend, and
 * waited for. A prepared plan does neighbours together and does not wait between them, so the times
 * say where the work is and not what a run takes.
 */
public final class NodeTimes {
  private NodeTimes() {}

  /**
   * Runs a plan node by node.
   *
   * @param backend who computes
   * @param plan the plan
   * @param constants one view per value of role CONSTANT, in their order
   * @param states one view per value of role STATE, in their order; read, never written
   * @param inputs one dense view per value of role INPUT, in their order
   * @param runs how many runs to measure, after as many that are not
   * @return for each node the median of its times in microseconds
   */
  public static double[] measure(
      Backend backend, Plan plan, View[] constants, View[] states, View[] inputs, int runs) {
    // Without updates no result is computed in the place of a state, so that all runs are equal.
    Plan pure = new Plan(plan.values(), plan.nodes(), List.of(), plan.outputs());
    try (PlanMemory memory = new PlanMemory(backend, pure, constants, states);
        Fence fence = new Fence(backend)) {
      memory.bind(inputs);
      List<OperationCall> calls = new ArrayList<>();
      for (Plan.Node node : pure.nodes()) {
        calls.add(
            new OperationCall(
                backend,
                node.operation(),
                node.operands().stream().map(memory::resolve).toArray(View[]::new),
                node.results().stream().map(memory::value).toArray(View[]::new)));
      }
      double[][] times = new double[calls.size()][runs];
      for (int run = -runs; run < runs; run++) {
        for (int node = 0; node < times.length; node++) {
          double time = fence.microseconds(calls.get(node)::run);
          if (run >= 0) {
            times[node][run] = time;
          }
        }
      }
      return Arrays.stream(times).mapToDouble(NodeTimes::median).toArray();
    }
  }

  /**
   * Measures a prepared plan.
   *
   * @param backend who computes
   * @param executable the plan; its states are replaced
   * @param inputs one dense view per value of role INPUT, in their order
   * @param runs how many runs to measure, after as many that are not
   * @return the median of the times of a run in microseconds
   */
  public static double ofRun(Backend backend, Executable executable, View[] inputs, int runs) {
    double[] times = new double[runs];
    try (Fence fence = new Fence(backend)) {
      for (int run = -runs; run < runs; run++) {
        double time = fence.microseconds(() -> executable.run(inputs));
        if (run >= 0) {
          times[run] = time;
        }
      }
    }
    return median(times);
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Waits for a device that queues its work: reading waits for all that was asked for before. */
  private static final class Fence implements AutoCloseable {
    private final Backend backend;
    private final Storage storage;
    private final byte[] element = new byte[1];

    Fence(Backend backend) {
      this.backend = backend;
      this.storage = backend.allocate(DataType.UINT8, 1);
      await();
    }

    double microseconds(Runnable work) {
      long start = System.nanoTime();
      work.run();
      await();
      return (System.nanoTime() - start) / 1000.0;
    }

    private void await() {
      backend.read(storage, 0, element, 0, 1);
    }

    @Override
    public void close() {
      storage.close();
    }
  }
}
