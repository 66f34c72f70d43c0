package org.latent4j.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Executable;
import org.latent4j.backend.PlanMemory;
import org.latent4j.backend.Precision;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.backend.cuda.driver.CudaException;
import org.latent4j.backend.cuda.driver.Driver;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Plan;
import org.latent4j.op.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plan as a CUDA graph: its commands are written down at the first run, and one call queues them
 * all from then on. Inputs are copied to buffers of its own first, because a graph knows fixed
 * addresses only. Where CUDA refuses to write the commands down, they are queued one by one, and a
 * second attempt is made at the next run, when everything that is loaded at first use has been.
 *
 * <p>A run does not wait for the device. An index out of range, which a kernel can only note, is
 * reported by the next run or read.
 */
final class GraphExecutable implements Executable {
  private static final Logger LOG = LoggerFactory.getLogger(GraphExecutable.class);
  private static final int MOST_FAILURES = 2;

  private final Engine engine;
  private final FusedReductions fused;
  private final Plan plan;
  private final PlanMemory memory;
  private final List<View> inputs = new ArrayList<>();
  private final List<Storage> owned = new ArrayList<>();
  private final Commands commands;
  private final long scratch;
  private Driver.@Nullable Handle graph;
  private int failures;
  private boolean closed;

  GraphExecutable(
      Backend backend,
      Engine engine,
      Plan plan,
      View[] constants,
      View[] states,
      Precision precision) {
    this.engine = engine;
    this.fused = FusedReductions.of(plan);
    this.plan = NodeOrder.together(fused.plan());
    engine.device.requireRoom("a program", MemoryPlan.of(this.plan).made());
    this.memory = new PlanMemory(backend, this.plan, constants, states);
    boolean ready = false;
    try {
      makeInputs(backend);
      this.commands = engine.device.use(queue -> translate(precision));
      this.scratch = allocateScratch(backend);
      ready = true;
    } finally {
      if (!ready) {
        close();
      }
    }
  }

  private void makeInputs(Backend backend) {
    for (int value : plan.valuesOf(Plan.Role.INPUT)) {
      Plan.Value input = plan.values().get(value);
      Storage storage = backend.allocate(input.type(), input.shape().size());
      owned.add(storage);
      inputs.add(new View(storage, Layout.dense(input.shape())));
    }
    memory.bind(inputs.toArray(new View[0]));
  }

  private Commands translate(Precision precision) {
    Commands list = engine.commands();
    new PlanTranslation(engine, plan, fused, memory, precision, list).run();
    list.list(); // Ends the last group of kernels while the device is ours.
    return list;
  }

  private long allocateScratch(Backend backend) {
    Storage storage = backend.allocate(DataType.UINT8, commands.scratchBytes());
    owned.add(storage);
    return ((CudaStorage) storage).address();
  }

  @Override
  public void run(View[] bindings) {
    if (closed) {
      throw new IllegalStateException("executable: it is closed");
    }
    engine.device.use(
        queue -> {
          engine.device.requireNoFault();
          copyInputs(queue, bindings);
          if (graph == null && failures < MOST_FAILURES && !commands.list().isEmpty()) {
            capture(queue);
          }
          if (graph == null) {
            commands.issue(queue, scratch);
          } else {
            queue.launch(graph);
          }
          return null;
        });
  }

  private void copyInputs(Driver queue, View[] bindings) {
    for (int i = 0; i < bindings.length; i++) {
      View to = inputs.get(i);
      long bytes = to.storage().length() * to.storage().type().bytes();
      if (bytes > 0) {
        long from = Commands.place(bindings[i]).address();
        queue.copy(Commands.place(to).address(), from, bytes);
      }
    }
  }

  private void capture(Driver queue) {
    try {
      queue.beginCapture();
      commands.issue(queue, scratch);
      graph = queue.endCapture();
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
    return memory.resolve(plan.outputs().get(index));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Driver.Handle made = graph;
    if (made != null) {
      graph = null;
      engine.device.release(queue -> queue.destroyGraph(made));
    }
    owned.forEach(Storage::close);
    memory.close();
  }
}
