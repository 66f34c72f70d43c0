package org.latent4j.backend.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Executable;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Precision;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.graph.Plan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plan as a CUDA graph: its commands are written down at the first run, and one call queues them
 * all from then on, also many runs at a time. They are written down anew when an input is elsewhere
 * than before, which {@link BoundInputs} lets happen a few times. Where CUDA refuses to write the
 * commands down, they are queued one by one, and a second attempt is made at the next run, when
 * everything that is loaded at first use has been. Whether the commands run on two branches or on
 * one is decided by a {@link Trial}.
 *
 * <p>A run does not wait for the device. An index out of range, which a kernel can only note, is
 * reported by the next run or read.
 */
final class GraphExecutable implements Executable {
  private static final Logger LOG = LoggerFactory.getLogger(GraphExecutable.class);
  private static final int MOST_FAILURES = 2;

  /** As many runs as one launch does, where more are asked for: the device then hardly waits. */
  private static final int BUNCH = 16;

  private final Engine engine;
  private final Plan plan;
  private final PlanMemory places;
  private final ProgramMemory memory;
  private final BoundInputs inputs;

  /** The commands on two branches, and on one if that is not the same. */
  private final List<Branches.Arrangement> arrangements;

  /** Graphs of one run, and of {@link #BUNCH} runs, of each arrangement; null until needed. */
  private final Driver.@Nullable Handle[][] graphs;

  private final Trial[] trials;

  /** The fastest arrangement, or -1 as long as nobody knows. */
  private int chosen;

  /** The base addresses in the graphs. */
  private long[] captured = {};

  private int failures;
  private boolean closed;

  GraphExecutable(Engine engine, Plan plan, View[] constants, View[] states, Precision precision) {
    this.engine = engine;
    StackedProducts stacked = StackedProducts.of(plan);
    FusedReductions fused = FusedReductions.of(stacked.plan());
    this.plan = EarlyProducts.early(NodeOrder.together(fused.plan()));
    List<Integer> numbers = this.plan.valuesOf(Plan.Role.INPUT);
    this.memory = new ProgramMemory(engine.device, numbers.size());
    Map<Integer, View> given = stacked.places(memory);
    this.places = new PlanMemory(memory::result, this.plan, constants, states, given);
    View[] planned = new View[numbers.size()];
    for (int i = 0; i < planned.length; i++) {
      planned[i] = memory.input(i, this.plan.values().get(numbers.get(i)));
    }
    places.bind(planned);
    this.inputs = new BoundInputs(engine.device, memory, this.plan, states);
    Commands once = engine.device.use(queue -> engine.commands());
    List<Storage> unchanged = unchanged(constants, states);
    Halves halves = new Halves(engine.kernels, memory, unchanged, once);
    Stacks stacks =
        new Stacks(this.plan, places, stacked.stacks(), unchanged, halves, once, engine::copy);
    List<Task> tasks =
        engine.device.use(queue -> translate(fused, precision, halves, stacks, once));
    this.arrangements = Branches.arrangements(tasks);
    this.chosen = arrangements.size() == 1 ? 0 : -1;
    this.graphs = new Driver.Handle[2][arrangements.size()];
    this.trials = new Trial[] {new Trial(arrangements.size()), new Trial(arrangements.size())};
    memory.take(memoryPlan());
    engine.device.use(
        queue -> {
          once.issue(queue, memory.bases());
          return null;
        });
  }

  private List<Task> translate(
      FusedReductions fused, Precision precision, Halves halves, Stacks stacks, Commands once) {
    Commands list = engine.commands();
    new PlanTranslation(engine, plan, fused, places, precision, halves, stacks, list).run();
    once.tasks(); // Ends the last group of kernels while the device is ours.
    return list.tasks();
  }

  private static List<Storage> unchanged(View[] constants, View[] states) {
    List<Storage> changing = Arrays.stream(states).map(View::storage).toList();
    return Arrays.stream(constants)
        .map(View::storage)
        .filter(it -> !changing.contains(it))
        .toList();
  }

  /** The memory that the program needs. */
  MemoryPlan memoryPlan() {
    long scratch = 0;
    long side = 0;
    for (Branches.Arrangement arrangement : arrangements) {
      scratch = Math.max(scratch, arrangement.scratchBytes());
      side = Math.max(side, arrangement.sideScratchBytes());
    }
    return memory.plan(plan, scratch, side);
  }

  @Override
  public void run(View[] bindings) {
    run(bindings, 1);
  }

  @Override
  public void run(View[] bindings, int times) {
    if (closed) {
      throw new IllegalStateException("executable: it is closed");
    }
    engine.device.use(
        queue -> {
          engine.device.requireNoFault();
          inputs.bind(queue, bindings);
          if (!Arrays.equals(captured, memory.bases())) {
            forgetGraphs();
            captured = memory.bases().clone();
          }
          int left = times;
          for (; left >= BUNCH; left -= BUNCH) {
            launch(queue, BUNCH);
          }
          for (; left > 0; left--) {
            launch(queue, 1);
          }
          return null;
        });
  }

  /** Queues so many runs: as a graph, which is made if need be, or call by call. */
  private void launch(Driver queue, int runs) {
    int kind = runs == 1 ? 0 : 1;
    Trial trial = trials[kind];
    int which = chosen >= 0 ? chosen : trial.next();
    Driver.Handle graph = graphs[kind][which];
    if (graph == null) {
      graph = capture(queue, arrangements.get(which), runs);
      graphs[kind][which] = graph;
    }
    if (graph == null) {
      issue(queue, arrangements.get(which), runs);
    } else if (chosen >= 0) {
      queue.launch(graph);
    } else {
      trial.launch(queue, graph);
      if (trial.isOver()) {
        choose(queue, trial.fastest(queue));
      }
    }
  }

  private void choose(Driver queue, int fastest) {
    chosen = fastest;
    for (Trial trial : trials) {
      trial.close(queue);
    }
    for (int which = 0; which < arrangements.size(); which++) {
      if (which != fastest) {
        forgetGraphs(which);
      }
    }
  }

  private void issue(Driver queue, Branches.Arrangement arrangement, int runs) {
    for (int run = 0; run < runs; run++) {
      arrangement.commands().forEach(command -> command.issue(queue, memory.bases()));
    }
  }

  private void forgetGraphs() {
    for (int which = 0; which < arrangements.size(); which++) {
      forgetGraphs(which);
    }
  }

  private void forgetGraphs(int which) {
    for (Driver.@Nullable Handle[] kind : graphs) {
      Driver.Handle made = kind[which];
      if (made != null) {
        engine.device.release(queue -> queue.destroyGraph(made));
      }
      kind[which] = null;
    }
  }

  /** Null if there is nothing to do, or if CUDA refuses. */
  private Driver.@Nullable Handle capture(
      Driver queue, Branches.Arrangement arrangement, int runs) {
    if (failures == MOST_FAILURES || arrangement.commands().isEmpty()) {
      return null;
    }
    try {
      queue.beginCapture();
      issue(queue, arrangement, runs);
      return queue.endCapture();
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
      return null;
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
      for (Trial trial : trials) {
        engine.device.release(trial::close);
      }
      forgetGraphs();
      inputs.close();
      places.close();
      memory.close();
    }
  }
}
