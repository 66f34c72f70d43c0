package org.latent4j.backend.cuda;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Executable;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Precision;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.graph.Plan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plan as a CUDA graph: its commands are written down at the first run, and one call queues them
 * all from then on. They are written down anew when an input is elsewhere than before, which {@link
 * BoundInputs} lets happen a few times. Where CUDA refuses to write the commands down, they are
 * queued one by one, and a second attempt is made at the next run, when everything that is loaded
 * at first use has been.
 *
 * <p>A run does not wait for the device. An index out of range, which a kernel can only note, is
 * reported by the next run or read.
 */
final class GraphExecutable implements Executable {
  private static final Logger LOG = LoggerFactory.getLogger(GraphExecutable.class);
  private static final int MOST_FAILURES = 2;

  private final Engine engine;
  private final Plan plan;
  private final PlanMemory places;
  private final ProgramMemory memory;
  private final BoundInputs inputs;
  private final Commands commands;
  private Driver.@Nullable Handle graph;

  /** The base addresses in the graph. */
  private long[] captured = {};

  private int failures;
  private boolean closed;

  GraphExecutable(Engine engine, Plan plan, View[] constants, View[] states, Precision precision) {
    this.engine = engine;
    FusedReductions fused = FusedReductions.of(plan);
    this.plan = NodeOrder.together(fused.plan());
    List<Integer> numbers = this.plan.valuesOf(Plan.Role.INPUT);
    this.memory = new ProgramMemory(engine.device, numbers.size());
    this.places = new PlanMemory(memory::result, this.plan, constants, states);
    View[] planned = new View[numbers.size()];
    for (int i = 0; i < planned.length; i++) {
      planned[i] = ProgramMemory.input(i, this.plan.values().get(numbers.get(i)));
    }
    places.bind(planned);
    this.inputs = new BoundInputs(engine.device, memory, this.plan, states);
    this.commands = engine.device.use(queue -> translate(fused, precision));
    memory.take(memoryPlan());
  }

  private Commands translate(FusedReductions fused, Precision precision) {
    Commands list = engine.commands();
    Halves halves = new Halves(engine.kernels, memory);
    new PlanTranslation(engine, plan, fused, places, precision, halves, list).run();
    list.list(); // Ends the last group of kernels while the device is ours.
    return list;
  }

  /** The memory that the program needs. */
  MemoryPlan memoryPlan() {
    return memory.plan(plan, commands.scratchBytes());
  }

  @Override
  public void run(View[] bindings) {
    if (closed) {
      throw new IllegalStateException("executable: it is closed");
    }
    engine.device.use(
        queue -> {
          engine.device.requireNoFault();
          inputs.bind(queue, bindings);
          if (!Arrays.equals(captured, memory.bases())) {
            forgetGraph();
          }
          if (graph == null && failures < MOST_FAILURES && !commands.list().isEmpty()) {
            capture(queue);
          }
          if (graph == null) {
            commands.issue(queue, memory.bases());
          } else {
            queue.launch(graph);
          }
          return null;
        });
  }

  private void forgetGraph() {
    Driver.Handle made = graph;
    if (made != null) {
      graph = null;
      engine.device.release(queue -> queue.destroyGraph(made));
    }
  }

  private void capture(Driver queue) {
    try {
      queue.beginCapture();
      commands.issue(queue, memory.bases());
      graph = queue.endCapture();
      captured = memory.bases().clone();
    } catch (CudaException e) {
      queue.abandonCapture();
      if (e.isSticky()) {
        throw e;
      }
      failures++;
      if (failures == MOST_FAILURES) {
        LOG.warn(
            "A program runs call by call instead of as one CUDA graph, which is slower: {}",
            e.getMessage());
      }
    }
  }

  @Override
  public View output(int index) {
    return memory.real(places.resolve(plan.outputs().get(index)));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      forgetGraph();
      inputs.close();
      places.close();
      memory.close();
    }
  }
}
