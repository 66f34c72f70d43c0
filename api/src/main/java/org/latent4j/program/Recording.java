package org.latent4j.program;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latent4j.backend.Backend;
import org.latent4j.backend.Executable;
import org.latent4j.backend.NodeTimes;
import org.latent4j.backend.OperationCall;
import org.latent4j.backend.Storage;
import org.latent4j.backend.View;
import org.latent4j.graph.Plan;
import org.latent4j.tensor.RandomKey;
import org.latent4j.tensor.Scope;
import org.latent4j.tensor.Tensor;
import org.latent4j.tensor.TensorTree;
import org.latent4j.tensor.Trace;

/** A step recorded for one signature of its input, ready to run. */
final class Recording<O> implements AutoCloseable {
  private final Backend backend;
  private final Object inputTemplate;
  private final Signature input;
  private final Plan plan;
  private final Trace trace;
  private final O outputTemplate;
  private final Signature output;
  private final Executable executable;
  private final @Nullable LeafBuffer[] inputBuffers;
  private final View[] bindings;
  private final View[] states;

  private Recording(Trace trace, Plan plan, Object input, O output, View[] states, boolean trains) {
    this.backend = trace.backend();
    this.inputTemplate = input;
    this.input = Signature.of(TensorTree.leaves(input));
    this.plan = plan;
    this.trace = trace;
    // Rebuilt, so that its lists are fixed.
    this.outputTemplate = TensorTree.map(output, leaf -> leaf);
    this.output = Signature.of(TensorTree.leaves(output));
    this.bindings = new View[this.input.leaves().size()];
    this.inputBuffers = new LeafBuffer[bindings.length];
    this.states = states;
    this.executable =
        trains
            ? backend.prepareTraining(plan, trace.constants(), states)
            : backend.prepare(plan, trace.constants(), states);
  }

  /** Records a step. */
  static <S, I, O> Recording<O> record(
      String name,
      Backend backend,
      StateBuffers<S> buffers,
      I input,
      Step<S, I, O> step,
      boolean trains) {
    S state = buffers.structure();
    Trace trace = Trace.open(backend);
    // Tensors made while recording belong to no scope of the caller: those that the plan reads are
    // retained by the trace, all others are freed at the end.
    Scope scope = Scope.open();
    boolean recorded = false;
    try {
      List<Tensor> stateTensors = new ArrayList<>();
      S tracedState = traced(trace, Plan.Role.STATE, state, stateTensors);
      I tracedInput = traced(trace, Plan.Role.INPUT, input, new ArrayList<>());
      Step.Result<S, O> result = step.apply(tracedState, tracedInput);
      requireResult(name, result);
      Signature.requireSame(state, result.state(), the(name) + " returned");
      List<Tensor> next = tensors(trace, result.state());
      Plan plan =
          Passes.optimise(trace.finish(stateTensors, next, tensors(trace, result.output())));
      Recording<O> recording =
          new Recording<>(trace, plan, tracedInput, result.output(), buffers.views(), trains);
      recorded = true;
      return recording;
    } finally {
      // Whatever was thrown, also by a step in another language than Java.
      if (!recorded) {
        trace.abandon();
      }
      scope.close();
    }
  }

  @SuppressWarnings("NullAway") // a step without null checks may well return null
  private static void requireResult(String name, Step.Result<?, ?> result) {
    if (result == null) {
      throw new IllegalArgumentException(
          "program: " + the(name) + " returned null; return result(state, output)");
    }
  }

  private static String the(String name) {
    return name.equals(Program.NAME) ? "the step" : "the step of action '" + name + "'";
  }

  private static <T> T traced(Trace trace, Plan.Role role, T tree, List<Tensor> tensors) {
    return TensorTree.map(
        tree,
        leaf -> {
          if (leaf instanceof Tensor like) {
            Tensor tensor = trace.tensor(role, like.type(), like.shape());
            tensors.add(tensor);
            return tensor;
          }
          RandomKey key = trace.key(role);
          tensors.add(trace.words(key));
          return key;
        });
  }

  private static List<Tensor> tensors(Trace trace, Object tree) {
    List<Tensor> tensors = new ArrayList<>();
    for (Object leaf : TensorTree.leaves(tree)) {
      tensors.add(leaf instanceof Tensor tensor ? tensor : trace.words((RandomKey) leaf));
    }
    return tensors;
  }

  /** Says whether an input has the structure, types and shapes that this was recorded for. */
  boolean fits(Object tree, List<Object> leaves) {
    if (!TensorTree.sameStructure(inputTemplate, tree)) {
      return false;
    }
    for (int i = 0; i < leaves.size(); i++) {
      Signature.Leaf wanted = input.leaves().get(i);
      if (leaves.get(i) instanceof Tensor tensor
          && (tensor.type() != wanted.type() || !tensor.shape().equals(wanted.shape()))) {
        return false;
      }
    }
    return true;
  }

  O run(List<Object> leaves, int times) {
    bind(leaves);
    executable.run(bindings, times);
    return readOutput();
  }

  /** A dense tensor is bound where it is; a key or a strided view goes through a buffer. */
  private void bind(List<Object> leaves) {
    for (int i = 0; i < bindings.length; i++) {
      Object leaf = leaves.get(i);
      View view = leaf instanceof Tensor tensor ? tensor.asView() : null;
      if (view != null && view.layout().isDense()) {
        bindings[i] = view;
      } else {
        LeafBuffer buffer = inputBuffers[i];
        if (buffer == null) {
          buffer = new LeafBuffer(backend, input.leaves().get(i));
          inputBuffers[i] = buffer;
        }
        buffer.set(leaf);
        bindings[i] = buffer.view();
      }
    }
  }

  /** Runs the plan whole and node by node; the states are put back afterwards. */
  Profile profile(List<Object> leaves, int runs) {
    bind(leaves);
    List<Storage> kept = new ArrayList<>();
    try {
      View[] before = new View[states.length];
      for (int i = 0; i < states.length; i++) {
        Storage storage =
            backend.allocate(states[i].storage().type(), states[i].layout().shape().size());
        kept.add(storage);
        before[i] = new View(storage, states[i].layout());
        OperationCall.copy(backend, states[i], before[i]);
      }
      double ofRun;
      try {
        ofRun = NodeTimes.ofRun(backend, executable, bindings, runs);
      } finally {
        for (int i = 0; i < states.length; i++) {
          OperationCall.copy(backend, before[i], states[i]);
        }
      }
      double[] times = NodeTimes.measure(backend, plan, trace.constants(), states, bindings, runs);
      List<Profile.Node> nodes = new ArrayList<>();
      for (int node = 0; node < times.length; node++) {
        nodes.add(new Profile.Node(plan.text(plan.nodes().get(node)), times[node]));
      }
      return new Profile(ofRun, nodes);
    } finally {
      kept.forEach(Storage::close);
    }
  }

  private O readOutput() {
    if (output.leaves().isEmpty()) {
      return outputTemplate; // Nothing in it changes from run to run.
    }
    Iterator<Signature.Leaf> leaves = output.leaves().iterator();
    int[] index = {0};
    return TensorTree.map(
        outputTemplate,
        unused -> LeafBuffer.read(backend, leaves.next(), executable.output(index[0]++)));
  }

  Plan plan() {
    return plan;
  }

  @Override
  public void close() {
    executable.close();
    for (LeafBuffer buffer : inputBuffers) {
      if (buffer != null) {
        buffer.close();
      }
    }
    trace.close();
  }
}
