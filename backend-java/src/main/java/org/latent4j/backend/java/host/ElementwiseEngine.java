package org.latent4j.backend.java.host;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.latent4j.backend.View;
import org.latent4j.backend.java.fused.LoopFactory;
import org.latent4j.graph.Expression;
import org.latent4j.graph.Layout;
import org.latent4j.graph.Shape;

/** Evaluates expressions chunk by chunk, large ones by all workers. */
final class ElementwiseEngine {
  /** Work that is worth waking another thread for, in nanoseconds. */
  private static final double WORTH_SHARING = 30_000;

  /** Parts per thread, so that a thread that is held up does not hold up the others. */
  private static final int PARTS_PER_THREAD = 4;

  /** Expressions with ever new constants must not fill the memory. */
  private static final int MOST_KERNELS = 1024;

  private final Workers workers;
  private final Workspaces workspaces;
  private final Map<Expression, Kernel> kernels = new ConcurrentHashMap<>();

  ElementwiseEngine(Workers workers, Workspaces workspaces) {
    this.workers = workers;
    this.workspaces = workspaces;
  }

  void run(Expression expression, Shape shape, View[] inputs, long[] keys, View[] outputs) {
    Kernel kernel = kernel(expression);
    Traversal order = traversal(shape, inputs, outputs);
    ElementwiseCall call =
        new ElementwiseCall(kernel, Numbering.whole(shape), order, inputs.length, keys.length);
    for (int slot = 0; slot < inputs.length; slot++) {
      call.setInput(slot, HostBackend.storage(inputs[slot]), 0);
    }
    for (int slot = 0; slot < keys.length; slot++) {
      call.setKey(slot, keys[slot]);
    }
    for (int number = 0; number < outputs.length; number++) {
      call.setOutput(number, HostBackend.storage(outputs[number]), 0);
    }
    long chunks = call.traversal().chunks();
    boolean shared = workers.count() > 1 && shape.size() * kernel.cost() > WORTH_SHARING;
    if (!shared) {
      call.run(workspaces.get(), 0, chunks);
      return;
    }
    int parts = (int) Math.min(chunks, (long) PARTS_PER_THREAD * workers.count());
    workers.run(
        parts,
        part -> call.run(workspaces.get(), chunks * part / parts, chunks * (part + 1) / parts));
  }

  private static Traversal traversal(Shape shape, View[] inputs, View[] outputs) {
    Layout[] layouts = new Layout[inputs.length + outputs.length];
    for (int i = 0; i < layouts.length; i++) {
      View view = i < inputs.length ? inputs[i] : outputs[i - inputs.length];
      layouts[i] = view.layout();
    }
    return new Traversal(shape, layouts);
  }

  Kernel kernel(Expression expression) {
    Kernel known = kernels.get(expression);
    if (known != null) {
      return known;
    }
    if (kernels.size() >= MOST_KERNELS) {
      kernels.clear();
    }
    Kernel made = KernelCompiler.compile(expression, LoopFactory.SHARED);
    kernels.put(expression, made);
    return made;
  }
}
